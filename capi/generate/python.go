package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// pythonWidth is the longest line of a Python file, as its formatter is told in bindings/python/pyproject.toml.
const pythonWidth = 120

// python is the ctypes declarations: the header under its own names, in the form that Python's formatter gives them.
func python(h Header) string {
	var b strings.Builder
	b.WriteString(`"""psutil.h for ctypes: its constants, records and functions under their C names.

What they mean is said there; above each function stand its prototype and how it is called. Records and functions are
made when they are first asked for, as attributes of this module: importing it makes none.
"""

from __future__ import annotations

`)
	b.WriteString(h.pythonImports())
	b.WriteString(`
from . import _declarations as c  # itself
from ._later import attributes, later
from ._library import POINTER, Record, bind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from ctypes import Array, _CArgObject, _Pointer
    from typing import Any

    Reference = _CArgObject | _Pointer[Any] | Array[Any]  # what C takes as a pointer: byref(x), or an array

`)
	fmt.Fprintf(&b, "VERSION = %q\n", h.Version)
	for _, e := range h.Enums {
		b.WriteString("\n" + pythonComment(strings.Fields("enum "+e.Name+": "+e.Doc), ""))
		for _, c := range e.Constants {
			fmt.Fprintf(&b, "%s = %s\n", c.Name, c.Value)
		}
	}
	for _, name := range h.Handles {
		fmt.Fprintf(&b, "\n\nclass %s(c_void_p):\n    \"\"\"The value of a %s *.\"\"\"\n", name, name)
	}
	for _, s := range h.Structs {
		b.WriteString(h.pythonRecord(s))
	}
	b.WriteString("\n")
	for _, f := range h.Callbacks {
		fmt.Fprintf(&b, "\n# typedef %s;\n", declare(Param{f.Returns, "(*" + f.Name + ")(" + declareAll(f.Params) + ")", 0}))
		types := []string{h.ctype(f.Returns)}
		for _, p := range f.Params {
			types = append(types, h.ctype(p.Type))
		}
		b.WriteString(pythonCall(f.Name+" = later", []string{"lambda: CFUNCTYPE(" + strings.Join(types, ", ") + ")"}))
	}
	for _, f := range h.Functions {
		prototype := declare(Param{f.Returns, f.Name + "(" + declareAll(f.Params) + ");", 0})
		b.WriteString("\n" + pythonComment(strings.Split(strings.ReplaceAll(prototype, ", ", ",\n"), "\n"), "    "))
		fmt.Fprintf(&b, "# [%s]\n", f.Kind)
		types := []string{h.ctype(f.Returns)}
		var hints []string
		for _, p := range f.Params {
			types = append(types, h.ctype(p.Type))
			hints = append(hints, h.pythonArgument(p.Type))
		}
		b.WriteString(pythonCall(fmt.Sprintf("%s: Callable[[%s], %s] = bind",
			f.Name, strings.Join(hints, ", "), h.pythonValue(f.Returns)),
			[]string{fmt.Sprintf("%q", f.Name), fmt.Sprintf("%q", f.Since), pythonTuple(types)}))
	}
	b.WriteString("\nif not TYPE_CHECKING:\n    __getattr__ = attributes(globals())\n")
	return b.String()
}

func (h Header) pythonRecord(s Struct) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n\nclass %s(Record):\n", s.Name)
	doc := pythonWrap(strings.Fields(s.Doc), pythonWidth-len(`    """"""`))
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
	b.WriteString("\n    _fields_ = later(\n        lambda: (\n")
	for _, f := range s.Fields {
		typ := h.ctype(f.Type)
		if f.Array > 0 {
			typ += fmt.Sprintf(" * %d", f.Array)
		}
		fmt.Fprintf(&b, "            (%q, %s),\n", f.Name, typ)
	}
	b.WriteString("        )\n    )\n")
	return b.String()
}

// cNumbers is C's number types in ctypes and in Python.
var cNumbers = map[string][2]string{
	"int8_t": {"c_int8", "int"}, "int16_t": {"c_int16", "int"}, "int32_t": {"c_int32", "int"}, "int64_t": {"c_int64", "int"},
	"uint8_t": {"c_uint8", "int"}, "uint16_t": {"c_uint16", "int"}, "uint32_t": {"c_uint32", "int"}, "uint64_t": {"c_uint64", "int"},
	"size_t": {"c_size_t", "int"}, "float": {"c_float", "float"}, "double": {"c_double", "float"},
}

// ctype is a C type in ctypes: "const char *const *" is POINTER(c_char_p). Text and handles are values of their own there;
// what is made later is the module's attribute.
func (h Header) ctype(c string) string {
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
		base = "c." + base
	default:
		panic("no ctypes type for " + c)
	}
	return strings.Repeat("POINTER(", stars) + base + strings.Repeat(")", stars)
}

// pythonHint is the same for a type checker.
func (h Header) pythonHint(c string) string {
	return strings.NewReplacer("POINTER(", "_Pointer[", ")", "]", "c.", "").Replace(h.ctype(c))
}

// pythonValue is the hint for a field or a result of a C type.
func (h Header) pythonValue(c string) string {
	t := h.ctype(c)
	base, stars := pointee(c)
	switch {
	case t == "c_char_p":
		return "bytes"
	case t == "c_void_p":
		return "int | None"
	case stars == 0 && cNumbers[base][1] != "":
		return cNumbers[base][1]
	}
	return h.pythonHint(c)
}

// pythonArgument is the hint for an argument of a C type.
func (h Header) pythonArgument(c string) string {
	switch t := h.ctype(c); {
	case strings.HasPrefix(t, "POINTER("):
		return "Reference"
	case t == "c_void_p" || slices.ContainsFunc(h.Callbacks, func(f Function) bool { return "c."+f.Name == t }):
		return "Any"
	default:
		return h.pythonValue(c)
	}
}

// pointee takes a C type apart: "const char *const *" is char, two stars.
func pointee(c string) (base string, stars int) {
	c = strings.ReplaceAll(c, "const", " ")
	stars = strings.Count(c, "*")
	return strings.TrimSpace(strings.ReplaceAll(c, "*", " ")), stars
}

// pythonImports is the names from ctypes that the header needs.
func (h Header) pythonImports() string {
	used := map[string]bool{"c_void_p": true}
	note := func(c string) {
		if base, stars := pointee(c); base != "void" || stars > 0 {
			name := h.ctype(c)
			name = strings.TrimRight(name[strings.LastIndex(name, "(")+1:], ")")
			used[name] = strings.HasPrefix(name, "c_")
		}
	}
	for _, s := range h.Structs {
		for _, f := range s.Fields {
			note(f.Type)
		}
	}
	for _, f := range slices.Concat(h.Functions, h.Callbacks) {
		note(f.Returns)
		for _, p := range f.Params {
			note(p.Type)
		}
	}
	used["CFUNCTYPE"] = len(h.Callbacks) > 0
	var names []string
	for name, ok := range used {
		if ok {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int { // as Python's import sorter has it: c_uint8 before c_uint16
		const digits = "0123456789"
		return cmp.Or(cmp.Compare(strings.TrimRight(a, digits), strings.TrimRight(b, digits)), len(a)-len(b), cmp.Compare(a, b))
	})
	if line := "from ctypes import " + strings.Join(names, ", "); len(line) <= pythonWidth {
		return line + "\n"
	}
	return "from ctypes import (\n    " + strings.Join(names, ",\n    ") + ",\n)\n"
}

// pythonCall is a call on one line if it fits, or its arguments on one of their own, or each on one.
func pythonCall(start string, args []string) string {
	all := strings.Join(args, ", ")
	switch {
	case len(start)+len(all)+2 <= pythonWidth:
		return fmt.Sprintf("%s(%s)\n", start, all)
	case len(all)+4 <= pythonWidth:
		return fmt.Sprintf("%s(\n    %s\n)\n", start, all)
	default:
		return fmt.Sprintf("%s(\n    %s,\n)\n", start, strings.Join(args, ",\n    "))
	}
}

// pythonTuple is what gives a tuple later.
func pythonTuple(items []string) string {
	all := strings.Join(items, ", ")
	if len(items) == 1 {
		all += ","
	}
	if len("    lambda: (),")+len(all) > pythonWidth { // also where it has a line of its own
		all = "\n        " + strings.Join(items, ",\n        ") + ",\n    "
	}
	return "lambda: (" + all + ")"
}

func pythonComment(words []string, indent string) string {
	return "# " + strings.Join(pythonWrap(words, pythonWidth-len(indent)-len("# ")), "\n# "+indent) + "\n"
}

// pythonWrap fills lines with words.
func pythonWrap(words []string, width int) (lines []string) {
	for _, word := range words {
		if n := len(lines); n > 0 && len(lines[n-1])+1+len(word) <= width {
			lines[n-1] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}
