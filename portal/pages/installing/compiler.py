"""The Python that templates become: Jinja's own, without what no template of ours asks of it.

A page says and refuses what it said and refused before; a test renders whole journeys both ways.
"""

from __future__ import annotations

from keyword import iskeyword

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef


class Compiler(CodeGenerator):
    """Writes templates as Python that collects a page in lists and calls what it calls plainly.

    Jinja hands every piece of a page through all the blocks around it, and asks of each call
    whether what is called wants the context: nothing that our templates call does.
    """

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  # Jinja's name
        """Write a template, with what its Python is written in terms of."""
        self._constants: dict[str, str] = {}
        self.writeline("from portal.pages.markup import marked, shown")
        super().visit_Template(node, frame)
        for made, constant in self._constants.items():
            self.writeline(f"{constant} = {made}")

    def enter_frame(self, frame: Frame) -> None:
        """Begin a block, or what stands outside all blocks, with a list of its own."""
        super().enter_frame(frame)
        if frame.parent is None:
            self.buffer(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        """End it by handing over all that it collected at once."""
        if frame.parent is None:
            self.writeline(f"yield concat({frame.buffer})")
        super().leave_frame(frame, with_python_scope)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write a macro as a function, so that Python itself tells its arguments apart."""
        if macro_ref.accesses_kwargs or macro_ref.accesses_varargs:
            self.fail("A macro names all its arguments.", macro_ref.node.lineno)
        names = [argument.name for argument in macro_ref.node.args]
        taken, handed = [f"{name}=missing" for name in names], names
        if macro_ref.accesses_caller:
            taken = [*taken, "caller=None"]
            handed = [*names, "caller or undefined('No caller defined', name='caller')"]
        made = f"macro({', '.join(handed)})"
        made = f"marked({made})" if frame.eval_ctx.autoescape else made
        self.write(f"(lambda macro: lambda {', '.join(taken)}: {made})(macro)")

    def visit_TemplateData(self, node: nodes.TemplateData, frame: Frame) -> None:  # noqa: N802
        """Write a text that is not shown at once, such as what a macro is handed, as a constant."""
        self.write(self._constant(repr(node.as_const(frame.eval_ctx))))

    def visit_Call(  # noqa: N802
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """Write a call as Python has it, of an address as a call of what makes such addresses."""
        if _is_known_address(node):
            self._known_address(node, frame)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in node.args:
            self._argument("", argument, frame)
        self._argument("*", node.dyn_args, frame)
        for named in node.kwargs:
            # What fields and addresses call `from` or `class` is no name in Python.
            is_word = iskeyword(named.key)
            before, after = (f"**{{{named.key!r}: ", "}") if is_word else (f"{named.key}=", "")
            self._argument(before, named.value, frame, after)
        self._argument("**", node.dyn_kwargs, frame)
        self.write("caller=caller)" if forward_caller else ")")

    def _known_address(self, node: nodes.Call, frame: Frame) -> None:
        names = [node.args[0].as_const(), *(named.key for named in node.kwargs)]
        to = f"environment.globals['url_for'].to({', '.join(map(repr, names))})"
        self.write(f"{self._constant(to)}(")
        for named in node.kwargs:
            self._argument("", named.value, frame)
        self.write(")")

    def _constant(self, made: str) -> str:
        """Return the name of what is made once for all pages, as the template is loaded."""
        return self._constants.setdefault(made, f"constant_{len(self._constants)}")

    def _argument(
        self, before: str, value: nodes.Expr | None, frame: Frame, after: str = ""
    ) -> None:
        if value is not None:
            self.write(before)
            self.visit(value, frame)
            self.write(f"{after}, ")

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.autoescape:
            self.write("shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


def _is_known_address(call: nodes.Call) -> bool:
    match call:
        case nodes.Call(
            node=nodes.Name(name="url_for"),
            args=[nodes.Const(value=str(endpoint))],
            dyn_args=None,
            dyn_kwargs=None,
        ):
            # A static file says its version, and a dot the audience of the page.
            return endpoint != "static" and not endpoint.startswith(".")
    return False
