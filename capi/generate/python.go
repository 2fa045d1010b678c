package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// lineWidth is the longest line in generated files, as in .editorconfig.
const lineWidth = 120

// python is the ctypes declarations, as Python's formatter writes them. They are data, from which ctypes objects are
// made at first use, because a program pays for the import of all and uses few.
func python(h Header) string {
	var b strings.Builder
	b.WriteString(`"""psutil.h for ctypes: its constants, records and functions under their C names.

The header describes them; this module's .pyi has their Python types. Handles, records and functions are created when
they are first used, as attributes of this module.
"""

from ._loader import declare_module

`)
	fmt.Fprintf(&b, "VERSION = %q\n", h.Version)
	for _, e := range h.Enums {
		b.WriteString("\n")
		for _, c := range e.Constants {
			fmt.Fprintf(&b, "%s = %s\n", c.Name, c.Value)
		}
	}
	for _, e := range nameTables {
		fmt.Fprintf(&b, "\n%s = {\n", e.python)
		for _, n := range h.names(e.function) {
			fmt.Fprintf(&b, "    %s: %q,\n", n.Value, n.Name)
		}
		b.WriteString("}\n")
	}
	b.WriteString("\n# The number, type and slowness of each column of the process table.\nCOLUMNS = {\n")
	for i, n := range h.names("psutil_column_name") {
		c := h.enum(columnEnum).Constants[i]
		slow := "False"
		if c.Slow {
			slow = "True"
		}
		fmt.Fprintf(&b, "    %q: (%s, %q, %s),\n", n.Name, n.Value, c.Type, slow)
	}
	b.WriteString("}\n")
	b.WriteString("\n_handles = (\n")
	for _, name := range h.Handles {
		fmt.Fprintf(&b, "    %q,\n", name)
	}
	b.WriteString(")\n\n# The members of each.\nRECORDS = {\n")
	for _, s := range h.Structs {
		var members []string
		for _, f := range s.Fields {
			member := h.pythonType(f.Type) + " " + f.Name
			if f.Array > 0 {
				member = fmt.Sprintf("%s[%d] %s", h.pythonType(f.Type), f.Array, f.Name)
			}
			members = append(members, member)
		}
		b.WriteString(pythonEntry(s.Name, members))
	}
	b.WriteString("}\n\n# The type of the result and of each parameter.\n_callbacks = {\n")
	for _, f := range h.Callbacks {
		b.WriteString(pythonEntry(f.Name, h.pythonTypes(f)))
	}
	b.WriteString("}\n\n# The same, after the version that added it.\nFUNCTIONS = {\n")
	for _, f := range h.Functions {
		b.WriteString(pythonEntry(f.Name, append([]string{f.Since}, h.pythonTypes(f)...)))
	}
	b.WriteString("}\n\n__getattr__ = declare_module(globals(), _handles, RECORDS, _callbacks, FUNCTIONS)\n")
	return b.String()
}

// pythonStub is the same for type checkers.
func pythonStub(h Header) string {
	var b strings.Builder
	b.WriteString(`from typing import Any, Literal

_Reference = _CArgObject | _Pointer[Any] | Array[Any]  # a pointer argument: byref(x), or an array

VERSION: str
`)
	for _, e := range h.Enums {
		b.WriteString("\n" + pythonComment(strings.Fields("enum "+e.Name+": "+e.Doc), ""))
		for _, c := range e.Constants {
			fmt.Fprintf(&b, "%s: int\n", c.Name)
		}
	}
	b.WriteString("\n# The names of the constants, by their numbers.\n")
	for _, e := range nameTables {
		fmt.Fprintf(&b, "%s: dict[int, str]\n", e.python)
	}
	b.WriteString("\n# The number, type and slowness of each column of the process table.\n")
	b.WriteString("COLUMNS: dict[str, tuple[int, str, bool]]\n")
	b.WriteString("\n# The members of each record, and each function: the version that added it, its result and its parameters.\n")
	b.WriteString("RECORDS: dict[str, tuple[str, ...]]\nFUNCTIONS: dict[str, tuple[str, ...]]\n")
	b.WriteString("\n# The columns by the Python type of their values. pid is never None, and status is a string.\n")
	for _, t := range []struct{ name, column string }{
		{"_IntColumn", "int64"}, {"_FloatColumn", "double"}, {"_StringColumn", "string"}, {"_StringListColumn", "string list"},
	} {
		var names []string
		for i, n := range h.names("psutil_column_name") {
			if h.enum(columnEnum).Constants[i].Type == t.column && n.Name != "pid" && n.Name != "status" {
				names = append(names, fmt.Sprintf("    %q,\n", n.Name))
			}
		}
		fmt.Fprintf(&b, "%s = Literal[\n%s]\n", t.name, strings.Join(names, ""))
	}
	for _, name := range h.Handles {
		fmt.Fprintf(&b, "\nclass %s(c_void_p):\n    \"\"\"The value of a %s *.\"\"\"\n", name, name)
	}
	for _, s := range h.Structs {
		b.WriteString("\n" + h.pythonRecord(s))
	}
	for _, f := range h.Callbacks {
		fmt.Fprintf(&b, "\n# typedef %s;\n", declare(Param{Type: f.Returns, Name: "(*" + f.Name + ")(" + declareAll(f.Params) + ")"}))
		fmt.Fprintf(&b, "%s: Any\n", f.Name)
	}
	for _, f := range h.Functions {
		prototype := declare(Param{Type: f.Returns, Name: f.Name + "(" + declareAll(f.Params) + ");"})
		b.WriteString("\n" + pythonComment(strings.Split(strings.ReplaceAll(prototype, ", ", ",\n"), "\n"), "    "))
		fmt.Fprintf(&b, "# [%s]\n", f.Kind)
		var hints []string
		for _, p := range f.Params {
			hints = append(hints, h.pythonArgument(p.Type))
		}
		fmt.Fprintf(&b, "%s: Callable[[%s], %s]\n", f.Name, strings.Join(hints, ", "), h.pythonValue(f.Returns))
	}
	return `"""psutil.h for ctypes, for type checkers: each function has its prototype and its mark above it."""

from collections.abc import Callable
` + pythonImports(b.String()) + b.String()
}

func (h Header) pythonRecord(s Struct) string {
	var b strings.Builder
	fmt.Fprintf(&b, "class %s(Structure):\n", s.Name)
	doc := wrapWords(strings.Fields(s.Doc), lineWidth-len(`    """"""`))
	if len(doc) == 1 {
		fmt.Fprintf(&b, "    \"\"\"%s\"\"\"\n\n", doc[0])
	} else {
		fmt.Fprintf(&b, "    \"\"\"%s\n    \"\"\"\n\n", strings.Join(doc, "\n    "))
	}
	for _, f := range s.Fields {
		hint := h.pythonValue(f.Type)
		switch {
		case f.Array > 0:
			hint = "Array[" + h.pythonHint(f.Type) + "]"
		case hint == "bytes": // a result is never NULL, a field can be
			hint += " | None"
		}
		fmt.Fprintf(&b, "    %s: %s\n", f.Name, hint)
	}
	return b.String()
}

// pythonType is a C type as _loader.py reads it: "char**" for "const char *const *".
func (h Header) pythonType(c string) string {
	h.pythonHint(c) // panics for an unknown type
	base, stars := pointee(c)
	if h.isForeign(c) {
		base = "void"
	}
	return base + strings.Repeat("*", stars)
}

// pythonTypes returns the types of a function's result and parameters.
func (h Header) pythonTypes(f Function) []string {
	types := []string{h.pythonType(f.Returns)}
	for _, p := range f.Params {
		types = append(types, h.pythonType(p.Type))
	}
	return types
}

// cNumbers is C's number types in ctypes and in Python.
var cNumbers = map[string][2]string{
	"int8_t": {"c_int8", "int"}, "int16_t": {"c_int16", "int"}, "int32_t": {"c_int32", "int"}, "int64_t": {"c_int64", "int"},
	"uint8_t": {"c_uint8", "int"}, "uint16_t": {"c_uint16", "int"}, "uint32_t": {"c_uint32", "int"}, "uint64_t": {"c_uint64", "int"},
	"size_t": {"c_size_t", "int"}, "float": {"c_float", "float"}, "double": {"c_double", "float"},
}

// pythonHint returns a C type in ctypes: _Pointer[c_char_p] for "const char *const *". Strings and handles are values.
func (h Header) pythonHint(c string) string {
	base, stars := pointee(c)
	switch {
	case base == "void" && stars == 0:
		return "None"
	case base == "void" || base == "char":
		base, stars = "c_"+base+"_p", stars-1
	case h.isForeign(c):
		base, stars = "c_void_p", 0
	case slices.Contains(h.Handles, base):
		stars--
	case cNumbers[base][0] != "":
		base = cNumbers[base][0]
	case slices.ContainsFunc(h.Structs, func(s Struct) bool { return s.Name == base }) ||
		slices.ContainsFunc(h.Callbacks, func(f Function) bool { return f.Name == base }):
	default:
		panic("no ctypes type for " + c)
	}
	return strings.Repeat("_Pointer[", stars) + base + strings.Repeat("]", stars)
}

// pythonValue returns the type hint of a field or result.
func (h Header) pythonValue(c string) string {
	t := h.pythonHint(c)
	base, stars := pointee(c)
	switch {
	case t == "c_char_p":
		return "bytes"
	case t == "c_void_p":
		return "int | None"
	case stars == 0 && cNumbers[base][1] != "":
		return cNumbers[base][1]
	}
	return t
}

// pythonArgument returns the type hint of an argument.
func (h Header) pythonArgument(c string) string {
	switch t := h.pythonHint(c); {
	case strings.HasPrefix(t, "_Pointer["):
		return "_Reference"
	case t == "c_void_p" || slices.ContainsFunc(h.Callbacks, func(f Function) bool { return f.Name == t }):
		return "Any"
	default:
		return h.pythonValue(c)
	}
}

// pointee splits a C type: "const char *const *" is char and two stars.
func pointee(c string) (base string, stars int) {
	c = strings.ReplaceAll(c, "const", " ")
	stars = strings.Count(c, "*")
	return strings.TrimSpace(strings.ReplaceAll(c, "*", " ")), stars
}

var cName = regexp.MustCompile(`\bc_\w+`)

// pythonImports is the import of the names that a stub uses from ctypes.
func pythonImports(stub string) string {
	names := cName.FindAllString(stub, -1)
	slices.SortFunc(names, func(a, b string) int { // the order of Python's import sorter: c_uint8 before c_uint16
		const digits = "0123456789"
		return cmp.Or(cmp.Compare(strings.TrimRight(a, digits), strings.TrimRight(b, digits)), len(a)-len(b), cmp.Compare(a, b))
	})
	names = append([]string{"Array", "Structure", "_CArgObject", "_Pointer"}, slices.Compact(names)...)
	if line := "from ctypes import " + strings.Join(names, ", "); len(line) <= lineWidth {
		return line + "\n"
	}
	return "from ctypes import (\n    " + strings.Join(names, ",\n    ") + ",\n)\n"
}

// pythonEntry returns an entry of a dictionary, a name and a tuple of strings, on one line if it fits.
func pythonEntry(name string, items []string) string {
	quoted := make([]string, len(items))
	for i, item := range items {
		quoted[i] = fmt.Sprintf("%q", item)
	}
	line := fmt.Sprintf("    %q: (%s", name, strings.Join(quoted, ", "))
	if len(items) == 1 {
		line += ","
	}
	if line += "),\n"; len(line)-1 <= lineWidth {
		return line
	}
	return fmt.Sprintf("    %q: (\n        %s,\n    ),\n", name, strings.Join(quoted, ",\n        "))
}

func pythonComment(words []string, indent string) string {
	return "# " + strings.Join(wrapWords(words, lineWidth-len(indent)-len("# ")), "\n# "+indent) + "\n"
}
