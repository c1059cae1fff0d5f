"""The roles that the marks of C play, and what tells them: the kind of node that a mark is a part of."""

from __future__ import annotations

from enum import Enum, auto


class Role(Enum):
    """What a mark does."""

    BINARY = auto()
    UNARY = auto()
    POINTER = auto()  # the star of a declarator or a type
    PREFIX = auto()
    POSTFIX = auto()
    CALL = auto()  # the parentheses around arguments, those of sizeof included
    CAST = auto()
    GROUP = auto()
    HEAD = auto()  # the parentheses after if, while, for, switch or a macro in their place
    PARAMETERS = auto()
    DECLARATOR = auto()  # the parentheses of (*name)
    LITERAL = auto()  # the parentheses around the type of a compound literal
    SUBSCRIPT = auto()
    DIMENSION = auto()
    BLOCK = auto()
    LIST = auto()
    RECORD = auto()
    CONDITIONAL = auto()
    CASE = auto()
    LABEL = auto()
    BIT_FIELD = auto()
    ASSEMBLER = auto()
    OTHER = auto()


#: What a mark does by the kind of node that it is a part of, where that is enough to know.
ROLES = {
    "assignment_expression": Role.BINARY,
    "abstract_pointer_declarator": Role.POINTER,
    "pointer_type_declarator": Role.POINTER,
    "pointer_field_declarator": Role.POINTER,
    "sizeof_expression": Role.CALL,
    "alignof_expression": Role.CALL,
    "offsetof_expression": Role.CALL,
    "for_statement": Role.HEAD,
    "parameter_list": Role.PARAMETERS,
    "parenthesized_declarator": Role.DECLARATOR,
    "abstract_parenthesized_declarator": Role.DECLARATOR,
    "compound_literal_expression": Role.LITERAL,
    "array_declarator": Role.DIMENSION,
    "abstract_array_declarator": Role.OTHER,
    "subscript_designator": Role.OTHER,
    "subscript_range_designator": Role.OTHER,
    "compound_statement": Role.BLOCK,
    "initializer_list": Role.LIST,
    "field_declaration_list": Role.RECORD,
    "enumerator_list": Role.RECORD,
    "conditional_expression": Role.CONDITIONAL,
    "case_statement": Role.CASE,
    "labeled_statement": Role.LABEL,
    "bitfield_clause": Role.BIT_FIELD,
    "initializer_pair": Role.OTHER,
    "gnu_asm_output_operand_list": Role.ASSEMBLER,
    "gnu_asm_input_operand_list": Role.ASSEMBLER,
    "gnu_asm_clobber_list": Role.ASSEMBLER,
    "gnu_asm_goto_list": Role.ASSEMBLER,
}
