package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// declare returns a declaration in C.
func declare(p Param) string {
	sep := " "
	if strings.HasSuffix(p.Type, "*") {
		sep = ""
	}
	s := p.Type + sep + p.Name
	if p.Array > 0 {
		s += fmt.Sprintf("[%d]", p.Array)
	}
	return s
}

func declareAll(ps []Param) string {
	if len(ps) == 0 {
		return "void"
	}
	var all []string
	for _, p := range ps {
		all = append(all, declare(p))
	}
	return strings.Join(all, ", ")
}

// handle returns the kind of handle that an input is, PSUTIL__PROCESS for "psutil_process *", or "".
func (h Header) handle(p Param) string {
	name, ok := strings.CutSuffix(p.Type, " *")
	if !ok || !slices.Contains(h.Handles, strings.TrimPrefix(name, "const ")) {
		return ""
	}
	return "PSUTIL__" + strings.ToUpper(strings.TrimPrefix(strings.TrimPrefix(name, "const "), "psutil_"))
}

// isHandles reports whether a parameter is an array of processes. The next parameter is its length.
func isHandles(p Param) bool { return p.Type == "psutil_process *const *" }

// isCallback reports whether a parameter is a callback or its user data. They may be NULL and do not reach Go.
func (h Header) isCallback(p Param) bool {
	return p.Type == "void *" || slices.ContainsFunc(h.Callbacks, func(f Function) bool { return f.Name == p.Type })
}

// exportParams returns the parameters of a Go export: the error to fill in, the state of a wait, and slots for handles.
func (h Header) exportParams(f Function) []Param {
	params := []Param{{Type: "psutil__error *", Name: "error"}}
	if f.Kind == Blocking {
		params = append(params, Param{Type: "psutil__wait *", Name: "wait"})
	}
	for _, p := range f.Params {
		switch {
		case h.isCallback(p):
			continue
		case h.handle(p) != "":
			p.Type = "psutil__slot *"
		case isHandles(p):
			p.Type = "psutil__slot **"
		}
		params = append(params, p)
	}
	return params
}

// throughGo lists the functions that have a Go export.
func (h Header) throughGo() (fs []Function) {
	for _, f := range h.Functions {
		if f.Kind == Nonblocking || f.Kind == Blocking {
			fs = append(fs, f)
		}
	}
	return fs
}

// exportDeclarations declares the Go exports.
func exportDeclarations(h Header) string {
	var b strings.Builder
	b.WriteString("#ifndef PSUTIL_GO_EXPORTS_GEN_H\n#define PSUTIL_GO_EXPORTS_GEN_H\n\n#include \"internal.h\"\n\n")
	b.WriteString("extern void psutil__go_begin(uint64_t runtime_id);\nextern int32_t psutil__go_collect(void);\nextern void psutil__go_release_object(void *object);\n")
	for _, f := range h.throughGo() {
		fmt.Fprintf(&b, "extern int32_t psutil__go_%s(%s);\n", f.Core(), declareAll(h.exportParams(f)))
	}
	b.WriteString("\n#endif\n")
	return b.String()
}

// entryPoints is the public functions that go through Go.
func entryPoints(h Header) string {
	var b strings.Builder
	b.WriteString("#include \"go_exports_gen.h\"\n")
	for _, f := range h.throughGo() {
		h.writeEntryPoint(&b, f)
	}
	return b.String()
}

// maxItems returns the C expression for the largest number of items that an array may have: more than any system has,
// so a larger one is an error in the caller.
func maxItems(item string) string {
	switch item {
	case "int32_t": // constants of the header
		return "1 << 12"
	case "int64_t": // PIDs, of which Linux has at most 2^22, and CPUs
		return "1 << 22"
	}
	return "SIZE_MAX"
}

// writeEntryPoint writes a public function that goes through Go. It reads inputs before the thread enters Go and writes
// outputs after the thread has left Go: where the host's memory cannot be used, the fault is C's.
func (h Header) writeEntryPoint(b *strings.Builder, f Function) {
	fmt.Fprintf(b, "\nPSUTIL__PUBLIC %s\n{\n", declare(Param{Type: f.Returns, Name: f.Name + "(" + declareAll(f.Params) + ")"}))
	fmt.Fprintf(b, "    psutil__call call = {.function = \"%s\"};\n", f.Name)
	args := []string{"call.error"}
	if f.Kind == Blocking {
		initial := "0"
		for _, p := range f.Params {
			switch {
			case p.Type == "void *":
				initial += ", .user = " + p.Name
			case h.isCallback(p):
				initial = ".callback = " + p.Name
			}
		}
		fmt.Fprintf(b, "    psutil__wait wait = {%s};\n", initial)
		args = append(args, "&wait")
	}
	var nulls, copies, variables, inputs, outputs []string
	var handles []Param
	for i, p := range f.Params {
		isArray := i+1 < len(f.Params) && f.Params[i+1].Type == "size_t"
		null := fmt.Sprintf("    if (!%s) return psutil__error_null_argument(&call, \"%s\");\n", p.Name, p.Name)
		base, stars := pointee(p.Type)
		arg := p.Name
		switch {
		case h.isCallback(p):
			continue
		case h.handle(p) != "":
			handles = append(handles, p)
			arg = p.Name + "_slot"
		case isArray: // may be NULL if it is empty
			null = fmt.Sprintf("    if (!%s && %s) return psutil__error_null_argument(&call, \"%s\");\n", p.Name, f.Params[i+1].Name, p.Name)
			copies = append(copies, fmt.Sprintf("psutil__input_array(&call, &%s_input, %s, %s, sizeof *%s, %s, \"%s\", \"%s\")",
				p.Name, p.Name, f.Params[i+1].Name, p.Name, maxItems(base), p.Name, f.Params[i+1].Name))
			inputs = append(inputs, p.Name)
			arg = p.Name + "_input.data"
			if isHandles(p) {
				handles = append(handles, p)
				arg = p.Name + "_slots"
			}
		case h.output(p) != "":
			variable := declare(Param{Type: strings.TrimSpace(strings.TrimSuffix(p.Type, "*")), Name: p.Name + "_value"})
			if stars == 2 { // see psutil__block_alloc
				variable += " = NULL"
			}
			variables = append(variables, variable+";\n")
			outputs = append(outputs, p.Name)
			arg = "&" + p.Name + "_value"
		case base == "char" && stars == 1:
			copies = append(copies, fmt.Sprintf("psutil__input_string(&call, &%s_input, %s, \"%s\")", p.Name, p.Name, p.Name))
			inputs = append(inputs, p.Name)
			arg = p.Name + "_input.data"
		case stars == 1:
			variables = append(variables, fmt.Sprintf("%s %s_value = *%s;\n", base, p.Name, p.Name))
			arg = "&" + p.Name + "_value"
		default:
			null = ""
		}
		if null != "" {
			nulls = append(nulls, null)
		}
		args = append(args, arg)
	}
	b.WriteString(strings.Join(nulls, ""))
	for _, name := range inputs {
		fmt.Fprintf(b, "    psutil__input %s_input;\n    %s_input.data = NULL;\n", name, name)
	}
	for _, variable := range variables {
		b.WriteString("    " + variable)
	}
	if system := withoutGo[f.Name]; system != "" {
		names := []string{"&call"}
		for _, p := range f.Params {
			names = append(names, p.Name)
		}
		fmt.Fprintf(b, "#ifdef %s\n    if (psutil__%s_without_go(%s)) return call.code;\n#endif\n",
			system, f.Core(), strings.Join(names, ", "))
	}
	fmt.Fprintf(b, "    if (%s) {\n", strings.Join(append(copies, "psutil__call_begin(&call)"), "\n        && "))
	indent := "        "
	for _, p := range handles {
		if isHandles(p) {
			fmt.Fprintf(b, "%spsutil__slot **%s_slots = psutil__handle_acquire_all(&call, %s_input.data, n, \"%s\");\n%sif (%s_slots) {\n",
				indent, p.Name, p.Name, p.Name, indent, p.Name)
		} else {
			fmt.Fprintf(b, "%spsutil__slot *%s_slot = psutil__handle_acquire(&call, %s, %s, \"%s\");\n%sif (%s_slot) {\n",
				indent, p.Name, p.Name, h.handle(p), p.Name, indent, p.Name)
		}
		indent += "    "
	}
	call := fmt.Sprintf("call.code = psutil__go_%s(%s)", f.Core(), strings.Join(args, ", "))
	if f.Kind == Blocking {
		fmt.Fprintf(b, "%sdo %s;\n%swhile (psutil__wait_step(&call, &wait));\n", indent, call, indent)
	} else {
		fmt.Fprintf(b, "%s%s;\n", indent, call)
	}
	for _, p := range slices.Backward(handles) {
		release := "psutil__handle_release(" + p.Name + "_slot)"
		if isHandles(p) {
			release = "psutil__handle_release_all(" + p.Name + "_slots, n)"
		}
		fmt.Fprintf(b, "%s%s;\n%s}\n", indent, release, indent[4:])
		indent = indent[4:]
	}
	b.WriteString("        psutil__call_end(&call);\n    }\n")
	for _, name := range inputs {
		fmt.Fprintf(b, "    psutil__input_free(&%s_input);\n", name)
	}
	if len(outputs) > 0 {
		b.WriteString("    if (call.code) return call.code;\n")
		for _, name := range outputs {
			fmt.Fprintf(b, "    *%s = %s_value;\n", name, name)
		}
	}
	b.WriteString("    return call.code;\n}\n")
}

// withoutGo are the functions that C answers alone on a system, with its macro, or in part: the way into Go costs more
// than what they ask, or more than other libraries take for all.
var withoutGo = map[string]string{
	"psutil_boot_time":           "_WIN32",
	"psutil_cpu_count":           "_WIN32", // of logical CPUs
	"psutil_cpu_stats":           "_WIN32", // of one processor group
	"psutil_pid_exists":          "_WIN32", // if it does
	"psutil_process_io_counters": "_WIN32", // of a running process
	"psutil_process_nice":        "_WIN32", // of a running process
	"psutil_process_num_handles": "_WIN32", // of a running process
	"psutil_sensors_battery":     "_WIN32",
}

// versionScript exports the public functions, each in the node of the release that brought it.
func versionScript(h Header) string {
	nodes := map[string][]string{}
	for _, f := range h.Functions {
		nodes[f.Since] = append(nodes[f.Since], f.Name)
	}
	releases := make([]string, 0, len(nodes))
	for since := range nodes {
		releases = append(releases, since)
	}
	slices.SortFunc(releases, func(a, b string) int {
		var a0, a1, b0, b1 int
		fmt.Sscanf(a, "%d.%d", &a0, &a1)
		fmt.Sscanf(b, "%d.%d", &b0, &b1)
		return (a0-b0)*1000 + a1 - b1
	})
	var b strings.Builder
	inherits := ""
	for i, since := range releases {
		fmt.Fprintf(&b, "PSUTIL_%s {\n    global:\n", since)
		slices.Sort(nodes[since])
		for _, name := range nodes[since] {
			fmt.Fprintf(&b, "        %s;\n", name)
		}
		if i == 0 {
			b.WriteString("    local: *;\n")
		}
		fmt.Fprintf(&b, "}%s;\n", inherits)
		inherits = " PSUTIL_" + since
	}
	return b.String()
}

// moduleDefinition lists the public functions for tools that make import libraries of the DLL.
func moduleDefinition(h Header) string {
	names := make([]string, len(h.Functions))
	for i, f := range h.Functions {
		names[i] = "    " + f.Name + "\n"
	}
	slices.Sort(names)
	return "LIBRARY psutil.dll\nEXPORTS\n" + strings.Join(names, "")
}

// layout is a program that prints, as JSON, the constants, sizes and offsets that the C compiler gives to the header.
func layout(h Header) string {
	var b strings.Builder
	b.WriteString("#include <psutil.h>\n#include <stdio.h>\n\nint main(void)\n{\n    printf(\"{\\\"structs\\\": {\\n\");\n")
	for i, s := range h.Structs {
		fmt.Fprintf(&b, "    printf(\"  \\\"%s\\\": {\\\"size\\\": %%zu, \\\"fields\\\": {\", sizeof(%s));\n", s.Name, s.Name)
		for j, f := range s.Fields {
			fmt.Fprintf(&b, "    printf(\"\\\"%s\\\": [%%zu, %%zu]%s\", offsetof(%s, %s), sizeof(((%s *)0)->%s));\n",
				f.Name, comma(j, len(s.Fields)), s.Name, f.Name, s.Name, f.Name)
		}
		fmt.Fprintf(&b, "    printf(\"}}%s\\n\");\n", comma(i, len(h.Structs)))
	}
	b.WriteString("    printf(\"}, \\\"constants\\\": {\\n\");\n")
	var cs []Constant
	for _, e := range h.Enums {
		cs = append(cs, e.Constants...)
	}
	for i, c := range cs {
		fmt.Fprintf(&b, "    printf(\"  \\\"%s\\\": %%lld%s\\n\", (long long)%s);\n", c.Name, comma(i, len(cs)), c.Name)
	}
	b.WriteString("    printf(\"}, \\\"functions\\\": {\\n\");\n")
	for i, f := range h.Functions {
		fmt.Fprintf(&b, "    printf(\"  %%s%s\\n\", %s);\n", comma(i, len(h.Functions)),
			strconv.Quote(fmt.Sprintf("%q: {\"kind\": %q, \"since\": %q}", f.Name, f.Kind, f.Since)))
	}
	b.WriteString("    printf(\"}}\\n\");\n    return 0;\n}\n")
	return b.String()
}

func comma(i, n int) string {
	if i < n-1 {
		return ","
	}
	return ""
}
