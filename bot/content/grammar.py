"""Jinja's own grammar, and nothing of Jinja but its grammar: sources become syntax trees that are never run.

A token's line number is replaced by its offset, so that every syntax node knows the character where it
stands. Numbers become `int` or `Decimal` from the text as typed; there is no float.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from types import TracebackType

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.lexer import Token, TokenStream, ignored_tokens, operators
from jinja2.parser import Parser

from bot.content.writing import At

MAX_SOURCE = 16_000  # characters of one template
MAX_EXPRESSION = 500  # characters of one condition
NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
Place = Callable[[int, int], At]  # offset in the text and width -> place in the file

SAYINGS: tuple[tuple[str, str, str], ...] = (
    ("Missing end of comment tag", "注释 {# 没有用 #} 合上", "补上 #}"),
    ("Unexpected end of template", "{% if %} 或 {% for %} 没有结束", "补上 {% endif %} 或 {% endfor %}"),
    ("Encountered unknown tag", "不认识这个 {% %}", "只有 if、elif、else、endif、for、endfor"),
    ("unexpected char", "这个字符不能出现在表达式里", "符号用半角；文字加引号"),
    ("end of print statement", "{{ }} 里写得不对", "看看引号和括号有没有合上，过滤器前是不是 |"),
    ("end of statement block", "{% %} 里写得不对", "看看引号和括号有没有合上"),
    ("unexpected end of template", "{{ 或 {% 没有合上", "补上 }} 或 %}"),
    ("unexpected 'end of template'", "表达式没写完", "看看末尾少了什么"),
    ("unexpected '='", "比较要写两个等号", "写成 =="),
    ("expected token '=='", "比较要写两个等号", "写成 =="),
)


class Mistake(Exception):
    """A construct that cannot be read; `offset` counts characters of the source."""

    def __init__(self, code: str, offset: int | None, message: str, remedy: str = "", width: int = 1) -> None:
        super().__init__(message)
        self.code, self.offset, self.message = code, offset or 0, message
        self.remedy, self.width = remedy, width


class Grammar(Environment):
    """An environment that only parses; nothing is ever compiled or rendered, so nothing can escape."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, trim_blocks=True, lstrip_blocks=True)
        self.globals.clear()

    def expression(self, source: str) -> nodes.Expr:
        """The syntax tree of one whole expression; raises `Mistake`."""
        if len(source) > MAX_EXPRESSION:
            raise Mistake("bad-expression", 0, f"表达式太长，最多 {MAX_EXPRESSION} 个字", "拆成几条")
        with _Reading("bad-expression"):
            parser = Parser(self, source, state="variable")
            tree = parser.parse_expression()
            if not parser.stream.eos:
                token = parser.stream.current
                message = f"读到「{token.value}」就读不下去了"
                raise Mistake("bad-expression", token.lineno, message, _remedy(str(token.value)))
        return tree

    def template(self, source: str) -> nodes.Template:
        """The syntax tree of one text; raises `Mistake`."""
        if len(source) > MAX_SOURCE:
            raise Mistake("bad-template", 0, f"模板太长，最多 {MAX_SOURCE} 个字", "分成几份")
        with _Reading("bad-template"):
            return Parser(self, source).parse()

    def _tokenize(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> TokenStream:
        return TokenStream(self._tokens(source, state), name, filename)

    def _tokens(self, source: str, state: str | None) -> Iterator[Token]:
        """Jinja's tokens with offsets for line numbers and exact numbers."""
        here = 0
        try:
            for _, kind, text in self.lexer.tokeniter(source, None, None, state):
                at = max(here, source.find(text, here))
                here = at + len(text)
                if kind == "raw_begin":
                    raise Mistake("not-allowed", at, "文字里不用 {% raw %}", "删掉它", len(text))
                if kind not in ignored_tokens:
                    yield _token(at, kind, text)
        except TemplateSyntaxError as error:  # from the lexer: its line number is not an offset
            while source[here : here + 1].isspace():
                here += 1
            raise Mistake("bad-expression" if state else "bad-template", here, *_chinese(error)) from None


def _token(at: int, kind: str, text: str) -> Token:
    if kind in {"integer", "float"}:
        if not NUMBER.fullmatch(text):
            raise Mistake("bad-expression", at, f"数字不能写成 {text}", "直接写 10000 或 0.5", len(text))
        exact = Decimal(text) if "." in text else int(text)
        return Token(at, kind, exact)  # type: ignore[arg-type]  # the parser passes values on untouched
    if kind == "string":
        if "\\" in text:
            raise Mistake("bad-expression", at, "引号里不用反斜杠", "直接写字", len(text))
        return Token(at, kind, text[1:-1])
    if kind == "operator":
        return Token(at, operators[text], text)
    if kind == "name" and not text.isascii():
        message, remedy = f"「{text}」不是名字", "文字要加引号；名字只用小写英文"
        raise Mistake("bad-expression", at, message, remedy, len(text))
    return Token(at, kind, text)


class _Reading:
    """Turns whatever Jinja's parser raises into a `Mistake`."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, TemplateSyntaxError):
            raise Mistake(self.code, error.lineno or 0, *_chinese(error)) from None
        if isinstance(error, Exception) and not isinstance(error, Mistake):
            raise Mistake(self.code, 0, "这里的写法读不懂", "写得简单一些") from None


def _chinese(error: TemplateSyntaxError) -> tuple[str, str]:
    said = error.message or ""
    for sign, message, remedy in SAYINGS:
        if sign in said:
            return message, remedy
    return "这里的写法读不懂", "看看引号和括号有没有合上"


def _remedy(word: str) -> str:
    if word == "=":
        return "比较要写两个等号：=="
    if word in {"&&", "||", "&"}:
        return "并且写 and，或者写 or"
    return "看看前面是不是少了 and、or 或括号"
