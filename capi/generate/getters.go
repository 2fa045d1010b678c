package main

import (
	"fmt"
	"slices"
	"strings"
)

// getters is a C function for tests/programs/all_functions.c that calls every getter: a nonblocking function whose only
// input is the process, if any, and whose only output has no handles.
func getters(h Header) string {
	var b strings.Builder
	b.WriteString("/* Calls every function that only has outputs, of the system and of a process. */\n")
	b.WriteString("static void call_getters(psutil_process *p)\n{\n")
	for _, f := range h.throughGo() {
		params, process := f.Params, ""
		if f.takesProcess() {
			params, process = params[1:], "p, "
		}
		if f.Kind != Nonblocking || len(params) != 1 || h.output(params[0]) == "" || h.hasHandles(params[0]) {
			continue
		}
		base, stars := pointee(params[0].Type)
		variable, release := base+" out", ""
		if stars == 2 {
			variable, release = base+" *out = NULL", " psutil_free(out);"
		}
		fmt.Fprintf(&b, "    {\n        %s;\n        OK_OR_NOT_SUPPORTED(%s(%s&out));%s\n    }\n", variable, f.Name, process, strings.ReplaceAll(release, " psutil", "\n        psutil"))
	}
	b.WriteString("}\n")
	return b.String()
}

// hasHandles reports whether an output is a handle or a list of them.
func (h Header) hasHandles(p Param) bool {
	base, _ := pointee(p.Type)
	if slices.Contains(h.Handles, base) {
		return true
	}
	item, _ := pointee(h.record(base).List())
	return slices.Contains(h.Handles, item)
}
