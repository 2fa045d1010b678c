package main

import (
	"fmt"
	"slices"
	"strings"
)

// pythonCalls is the functions that the layer for Python values has (bindings/python/libpsutil/_calls.py): those that
// return an error code, whose inputs are processes, numbers, strings and flat records, and whose only output, the last
// parameter, is a number, a string, a record, a process or a list of these. Python objects free what these return.
func (h Header) pythonCalls() (calls []pythonCall) {
	for _, f := range h.Functions {
		c := pythonCall{Function: f, inputs: f.Params}
		if n := len(f.Params); n > 0 {
			if shape := h.outputShape(f.Params[n-1].Type); shape != "" {
				c.inputs, c.output, c.shape = f.Params[:n-1], f.Params[n-1].Type, shape
			}
		}
		isInput := func(p Param) bool { return h.inputShape(p.Type) != "" }
		if f.Returns == "int32_t" && f.Name != "psutil_process_free" && !slices.ContainsFunc(c.inputs, func(p Param) bool { return !isInput(p) }) {
			calls = append(calls, c)
		}
	}
	return calls
}

// pythonCall is a function of C as a method in Python.
type pythonCall struct {
	Function
	inputs []Param
	output string // the type of the output; "" if there is none
	shape  string // of the output
}

// inputShape returns what converts an argument of this type: the suffix of a function in extension.c. "" if nothing
// does.
func (h Header) inputShape(c string) string {
	switch c {
	case "int32_t", "int64_t", "double":
		return strings.TrimSuffix(c, "_t")
	case "const char *":
		return "string"
	case "psutil_process *", "const psutil_process *":
		return "process"
	}
	if base, stars := pointee(c); stars == 1 && strings.HasPrefix(c, "const ") && h.isNumbers(base) {
		return "record"
	}
	return ""
}

// outputShape returns how the value is read from an output of this type: "block" is a record in memory of its own.
func (h Header) outputShape(c string) string {
	base, stars := pointee(c)
	switch {
	case strings.HasPrefix(c, "const "):
		return ""
	case stars == 1 && slices.Contains([]string{"int32_t", "int64_t", "double"}, base):
		return strings.TrimSuffix(base, "_t")
	case c == "char **":
		return "string"
	case c == "psutil_process **":
		return "process"
	case stars == 1 && h.isRecord(base):
		return "record"
	case stars == 2 && h.isRecord(base):
		return "block"
	case stars == 2 && h.structNamed(base).List() != "" && h.itemKind(base) != "":
		return "list"
	}
	return ""
}

func (h Header) structNamed(name string) Struct {
	if i := slices.IndexFunc(h.Structs, func(s Struct) bool { return s.Name == name }); i >= 0 {
		return h.Structs[i]
	}
	return Struct{}
}

// memberKind returns the kind of a record's member, or of a list's item; "" if Python has no value for it.
func (h Header) memberKind(c string) string {
	switch base, stars := pointee(c); {
	case stars == 0 && slices.Contains([]string{"int32_t", "int64_t", "double"}, base):
		return strings.ToUpper(strings.TrimSuffix(base, "_t"))
	case stars == 1 && base == "char":
		return "STRING"
	case stars == 0 && h.isRecord(base):
		return "RECORD"
	}
	return ""
}

// itemKind returns the kind of the items of a list.
func (h Header) itemKind(list string) string {
	item := h.structNamed(list).List()
	if base, stars := pointee(item); stars == 1 && base == "psutil_process" {
		return "PROCESS"
	}
	return h.memberKind(item)
}

// isRecord reports whether Python has a value for each member of a struct.
func (h Header) isRecord(name string) bool {
	members := h.structNamed(name).named()
	return len(members) > 0 && !slices.ContainsFunc(members, func(f Param) bool { return h.memberKind(f.Type) == "" })
}

// isNumbers reports whether all members of a struct are numbers.
func (h Header) isNumbers(name string) bool {
	return h.isRecord(name) && !slices.ContainsFunc(h.structNamed(name).named(), func(f Param) bool {
		return slices.Contains([]string{"STRING", "RECORD"}, h.memberKind(f.Type))
	})
}

// named returns the members of a struct that have a meaning.
func (s Struct) named() (members []Param) {
	for _, f := range s.Fields {
		if f.Array == 0 && f.Name != "unused" {
			members = append(members, f)
		}
	}
	return members
}

// pythonRecords returns the records of the calls, each behind those that it contains.
func (h Header) pythonRecords(calls []pythonCall) (records []Struct) {
	var add func(name string)
	add = func(name string) {
		s := h.structNamed(name)
		if !h.isRecord(name) || slices.ContainsFunc(records, func(r Struct) bool { return r.Name == name }) {
			return
		}
		for _, f := range s.named() {
			add(f.Type)
		}
		records = append(records, s)
	}
	for _, c := range calls {
		base, _ := pointee(c.output)
		item, _ := pointee(h.structNamed(base).List())
		add(base)
		add(item)
	}
	return records
}

// recordName is a record's constant in C: IDS for psutil_ids_t.
func recordName(name string) string {
	return strings.ToUpper(strings.TrimSuffix(strings.TrimPrefix(name, "psutil_"), "_t"))
}

// extensionRecords is the records that the calls of the extension module return, and the functions that it uses.
func extensionRecords(h Header) string {
	calls := h.pythonCalls()
	records := h.pythonRecords(calls)
	var b strings.Builder
	b.WriteString("/* The records that become tuples, and the functions. extension.c includes this file. */\n\nenum {\n")
	most := 0
	for _, s := range records {
		fmt.Fprintf(&b, "    %s,\n", recordName(s.Name))
		most = max(most, len(s.named()))
	}
	fmt.Fprintf(&b, "    RECORDS,\n    MOST_MEMBERS = %d\n};\n", most)
	for _, s := range records {
		fmt.Fprintf(&b, "\nstatic const member %s_members[] = {\n", s.Name)
		for _, f := range s.named() {
			record := "0"
			if h.memberKind(f.Type) == "RECORD" {
				record = recordName(f.Type)
			}
			fmt.Fprintf(&b, "    {\"%s\", %s, %s, offsetof(%s, %s)},\n", f.Name, h.memberKind(f.Type), record, s.Name, f.Name)
		}
		b.WriteString("};\n")
	}
	b.WriteString("\nstatic const record records[RECORDS] = {\n")
	for _, s := range records {
		fmt.Fprintf(&b, "    [%s] = {\"libpsutil._extension.%s\", %[2]s_members, %d, sizeof(%[2]s)},\n", recordName(s.Name), s.Name, len(s.named()))
	}
	used := append([]string{"free", "process_free"}, coreNames(calls)...)
	b.WriteString("};\n\nstatic struct {\n")
	for _, name := range used {
		fmt.Fprintf(&b, "    __typeof__(psutil_%s) *%[1]s;\n", name)
	}
	b.WriteString("} library;\n\nstatic const symbol symbols[] = {\n")
	for _, name := range used {
		fmt.Fprintf(&b, "    {\"psutil_%s\", offsetof(__typeof__(library), %[1]s)},\n", name)
	}
	b.WriteString("};\n")
	return b.String()
}

// extensionCalls is the functions of the extension module: each converts arguments, calls, and converts the output.
func extensionCalls(h Header) string {
	var b strings.Builder
	b.WriteString("/* Converts the arguments of each function, calls it, and converts its output. extension.c includes this file. */\n")
	calls := h.pythonCalls()
	for _, c := range calls {
		b.WriteString("\n" + h.extensionFunction(c))
	}
	b.WriteString("\nstatic PyMethodDef call_methods[] = {\n")
	// Through void (*)(void): the interpreter calls it with the type that the flag names.
	for _, name := range append([]string{"adopt", "connection_columns"}, coreNames(calls)...) {
		fmt.Fprintf(&b, "    {\"%s\", (PyCFunction)(void (*)(void))call_%[1]s, METH_FASTCALL, NULL},\n", name)
	}
	b.WriteString("    {NULL, NULL, 0, NULL},\n};\n")
	return b.String()
}

func coreNames(calls []pythonCall) (names []string) {
	for _, c := range calls {
		names = append(names, c.Core())
	}
	return names
}

func (h Header) extensionFunction(c pythonCall) string {
	var b strings.Builder
	fmt.Fprintf(&b, "static PyObject *call_%s(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {\n", c.Core())
	conditions, arguments := []string{fmt.Sprintf("takes(arguments, count, %d)", len(c.inputs))}, []string{}
	for i, p := range c.inputs {
		switch shape := h.inputShape(p.Type); shape {
		case "record":
			base, _ := pointee(p.Type)
			fmt.Fprintf(&b, "    %s %s;\n", base, p.Name)
			conditions = append(conditions, fmt.Sprintf("as_record(arguments[%d], %s, &%s)", i, recordName(base), p.Name))
			arguments = append(arguments, "&"+p.Name)
		case "process":
			fmt.Fprintf(&b, "    psutil_process *%s;\n", p.Name)
			conditions = append(conditions, fmt.Sprintf("as_process(self, arguments[%d], &%s)", i, p.Name))
			arguments = append(arguments, p.Name)
		default:
			fmt.Fprintf(&b, "    %s;\n", declare(Param{Type: p.Type, Name: p.Name}))
			conditions = append(conditions, fmt.Sprintf("as_%s(arguments[%d], &%s)", shape, i, p.Name))
			arguments = append(arguments, p.Name)
		}
	}
	if c.output != "" {
		base, stars := pointee(c.output)
		fmt.Fprintf(&b, "    %s;\n", declare(Param{Type: strings.TrimSpace(base + " " + strings.Repeat("*", stars-1)), Name: "out"}))
		arguments = append(arguments, "&out")
	}
	fmt.Fprintf(&b, "    if (!(%s))\n        return NULL;\n", strings.Join(conditions, " && "))
	call := fmt.Sprintf("int32_t code = library.%s(%s);\n", c.Core(), strings.Join(arguments, ", "))
	atOnce, releasing := "    "+call, "    PyThreadState *thread = PyEval_SaveThread();\n    "+call+"    PyEval_RestoreThread(thread);\n"
	switch system := withoutGo[c.Name]; {
	case c.Kind == NoSyscall:
		b.WriteString(atOnce)
	case system != "":
		b.WriteString("#ifdef " + system + "\n" + atOnce + "#else\n" + releasing + "#endif\n")
	default:
		b.WriteString(releasing)
	}
	base, _ := pointee(c.output)
	result := map[string]string{
		"": "none()", "int32": "PyLong_FromLong(out)", "int64": "PyLong_FromLongLong(out)", "double": "PyFloat_FromDouble(out)",
		"string": "from_string_block(out)", "process": "from_process(self, out)",
		"record": fmt.Sprintf("from_record(self, %s, &out)", recordName(base)),
		"block":  fmt.Sprintf("from_record_block(self, %s, out)", recordName(base)),
	}[c.shape]
	if c.shape == "list" {
		item, _ := pointee(h.structNamed(base).List())
		record := "0"
		if h.itemKind(base) == "RECORD" {
			record = recordName(item)
		}
		result = fmt.Sprintf("from_list_block(self, %s, %s, out, out ? out->len : 0, out ? out->items : NULL)", h.itemKind(base), record)
	}
	fmt.Fprintf(&b, "    return code == PSUTIL_OK ? %s : failed(self, code);\n}\n", result)
	return b.String()
}

// extensionStub is the extension module for type checkers. _calls_ctypes.py has the same functions.
func extensionStub(h Header) string {
	calls := h.pythonCalls()
	var b strings.Builder
	b.WriteString(`"""The C functions with Python values. Each returns its output, and raises what error returns for an error code."""

from collections.abc import Callable
from typing import Any, NamedTuple, final, type_check_only

def record_converter(
    resolve: Callable[[Any], tuple[type[Any], tuple[int, ...]]], absent: object, /
) -> Callable[[Any], Any]:
    """Returns a function that makes a named tuple of a record; absent replaces numbers that the system does not report.

    resolve is called with the first record, and returns the class and where its fields are in a record.
    """

@final
class psutil_process:
    """A handle, which is freed with this object."""

    value: int

`)
	for _, s := range h.pythonRecords(calls) {
		fmt.Fprintf(&b, "@type_check_only\nclass %s(NamedTuple):\n", s.Name)
		for _, f := range s.named() {
			fmt.Fprintf(&b, "    %s: %s\n", f.Name, h.memberHint(f))
		}
		b.WriteString("\n")
	}
	b.WriteString("@final\nclass Calls:\n    def __new__(cls, library: int, error: Callable[[int], BaseException], /) -> Calls: ...\n")
	b.WriteString("    def adopt(self, handle: int, /) -> psutil_process: ...\n")
	b.WriteString(`    def connection_columns(
        self,
        process: psutil_process | None,
        kind: bytes,
        flags: int,
        address: type[Any],
        no_peer: object,
        statuses: tuple[str, ...],
        /,
    ) -> tuple[list[int], list[int], list[int], list[Any], list[Any], list[str], list[int]]:
        """Returns the columns of sockets: file descriptor, family, type, local and remote address, status, PID.

        An address is an address(ip, port), () if there is none. Of a UNIX socket the local address is its path, the
        remote one no_peer. statuses has the names of the statuses; the first is that of any other.
        """

`)
	for _, c := range calls {
		parameters := []string{"self"}
		for _, p := range c.inputs {
			name := p.Name
			if name == "all" { // a function of Python
				name = "every"
			}
			parameters = append(parameters, name+": "+h.inputHint(p))
		}
		if len(c.inputs) > 0 {
			parameters = append(parameters, "/")
		}
		line := fmt.Sprintf("    def %s(%s) -> %s: ...\n", c.Core(), strings.Join(parameters, ", "), h.outputHint(c))
		if len(line)-1 > lineWidth {
			line = fmt.Sprintf("    def %s(\n        %s\n    ) -> %s: ...\n", c.Core(), strings.Join(parameters, ", "), h.outputHint(c))
		}
		b.WriteString(line)
	}
	return b.String()
}

func (h Header) memberHint(f Param) string {
	switch h.memberKind(f.Type) {
	case "STRING":
		if f.Nullable {
			return "str | None"
		}
		return "str"
	case "RECORD":
		return f.Type
	}
	return cNumbers[f.Type][1]
}

func (h Header) inputHint(p Param) string {
	base, _ := pointee(p.Type)
	switch h.inputShape(p.Type) {
	case "string":
		return "bytes"
	case "process", "record":
		return base
	}
	return cNumbers[p.Type][1]
}

func (h Header) outputHint(c pythonCall) (hint string) {
	base, _ := pointee(c.output)
	switch c.shape {
	case "":
		return "None"
	case "string":
		hint = "str"
	case "process", "record", "block":
		hint = base
	case "list":
		item, _ := pointee(h.structNamed(base).List())
		switch h.itemKind(base) {
		case "STRING":
			item = "str"
		case "RECORD", "PROCESS":
		default:
			item = cNumbers[item][1]
		}
		return "list[" + item + "]"
	default:
		return cNumbers[base][1]
	}
	if c.Nullable && c.shape != "record" {
		hint += " | None"
	}
	return hint
}
