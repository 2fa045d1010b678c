package main

import (
	"fmt"
	"strings"
)

// callInputs are the inputs with which a test calls the functions, in C, by the name of the parameter or, where a
// function needs another one, by function and parameter. tests/programs/calls.h defines the variables.
var callInputs = map[string]string{
	"all": "1", "block": "NULL", "callback": "NULL", "code": "PSUTIL_ERR_OS", "column": "PSUTIL_COLUMN_NAME", "columns": "NULL",
	"cpus": "NULL", "e": "call_events", "earlier": "&call_times", "field": "PSUTIL_FIELD_NAME", "fields": "NULL", "flags": "0",
	"grace": "0", "grouped": "1", "hard": "0", "info": "call_info", "interval": "0.001", "ioclass": "PSUTIL_IOPRIO_CLASS_BE",
	"it": "call_iterator", "item": "0", "kind": `"all"`, "kinds": "PSUTIL_EVENT_EXEC", "later": "&call_times", "logical": "0",
	"memtype": "PSUTIL_MEMTYPE_USS", "mode": "0400", "n": "0", "n_pids": "1", "name": `"Spooler"`, "nowrap": "1",
	"options": "&call_options", "other": "call_child", "outcome": "0", "p": "call_child", "path": `"/"`, "pid": "call_pid",
	"pids": "&call_pid", "procs": "&call_child", "reader": "call_reader", "recursive": "1", "resource": "PSUTIL_PRESSURE_CPU",
	"row": "0", "signal": "SIGTERM", "soft": "0", "status": "0", "t": "call_table", "timeout": "0.001", "use": "0", "user": "NULL",
	"value": "7",

	"psutil_net_connections.kind":        `"tcp4"`,
	"psutil_process_children.p":          "call_own",
	"psutil_process_kill.p":              "call_victim",
	"psutil_process_kill_tree.p":         "call_victim",
	"psutil_process_oneshot_begin.p":     "call_victim",
	"psutil_process_oneshot_end.p":       "call_victim",
	"psutil_process_resume.p":            "call_victim",
	"psutil_process_send_signal.p":       "call_victim",
	"psutil_process_set_rlimit.p":        "call_victim",
	"psutil_process_suspend.p":           "call_victim",
	"psutil_process_terminate.p":         "call_victim",
	"psutil_process_rlimit.resource":     "PSUTIL_RLIMIT_CORE",
	"psutil_process_set_rlimit.resource": "PSUTIL_RLIMIT_CORE",
	"psutil_set_procfs_path.path":        `""`,
	"psutil_set_workers.n":               "call_workers",
	"psutil_table_double.column":         "PSUTIL_COLUMN_CREATE_TIME",
	"psutil_table_int64.column":          "PSUTIL_COLUMN_PID",
	"psutil_table_item.column":           "PSUTIL_COLUMN_CMDLINE",
	"psutil_table_items.column":          "PSUTIL_COLUMN_CMDLINE",
	"psutil_table_pin.path":              `"/nonexistent/table"`,
	"psutil_wait_procs.n":                "1",
}

// calls returns C functions for tests/programs/calls.h, one for each function of the header that does not only free
// something. Each calls the function, counts the values that its answer has, and frees it.
func calls(h Header) string {
	var b, list strings.Builder
	for _, f := range h.Functions {
		if f.Returns == "void" || strings.HasSuffix(f.Name, "_free") {
			continue
		}
		b.WriteString(h.call(f))
		fmt.Fprintf(&list, "    {\"%s\", call_%s, %d, %d, %d},\n", f.Name, f.Core(), btoi(f.hasCallInput("call_victim")),
			btoi(f.hasCallInput("call_iterator")), btoi(f.hasCallInput("call_events")))
	}
	b.WriteString("static const struct call all_calls[] = {\n" + list.String() + "};\n")
	return b.String()
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// callInput returns the input of a function that a parameter is.
func (f Function) callInput(p Param) string {
	for _, name := range []string{f.Name + "." + p.Name, p.Name} {
		if value, ok := callInputs[name]; ok {
			return value
		}
	}
	panic(fmt.Sprintf("%s: no value for %s in callInputs", f.Name, p.Name))
}

func (f Function) hasCallInput(value string) bool {
	for _, p := range f.Params {
		if v, ok := callInputs[f.Name+"."+p.Name]; ok && v == value || !ok && callInputs[p.Name] == value {
			return true
		}
	}
	return false
}

// call is the C function that calls a function.
func (h Header) call(f Function) string {
	var declarations, arguments, found, release []string
	for _, p := range f.Params {
		base, stars := pointee(p.Type)
		switch {
		case h.isForeign(p.Type):
			declarations = append(declarations, fmt.Sprintf("%s %s;", base, p.Name))
			release = append(release, fmt.Sprintf("%s.release(&%s);", p.Name, p.Name))
		case h.output(p) == "":
			arguments = append(arguments, f.callInput(p))
			continue
		case stars == 2:
			constant := ""
			if strings.HasPrefix(p.Type, "const ") {
				constant = "const "
			}
			declarations = append(declarations, fmt.Sprintf("%s%s *%s = NULL;", constant, base, p.Name))
			found = append(found, h.presence("(*"+p.Name+")", p.Name, base)...)
			release = append(release, h.release(f, p.Name, base, constant != "")...)
		default:
			declarations = append(declarations, fmt.Sprintf("%s %s;", base, p.Name))
			found = append(found, h.presence(p.Name, "", base)...)
		}
		arguments = append(arguments, "&"+p.Name)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "static int32_t call_%s(int64_t *presence)\n{\n", f.Core())
	for _, line := range declarations {
		b.WriteString("    " + line + "\n")
	}
	if f.Returns != "int32_t" {
		fmt.Fprintf(&b, "    *presence = %s(%s) != NULL;\n    CALL_RETURNED();\n    return PSUTIL_OK;\n}\n\n", f.Name, strings.Join(arguments, ", "))
		return b.String()
	}
	fmt.Fprintf(&b, "    int32_t code = %s(%s);\n    CALL_RETURNED();\n    *presence = 0;\n    if (code) return code;\n", f.Name, strings.Join(arguments, ", "))
	for _, line := range append(found, release...) {
		b.WriteString("    " + line + "\n")
	}
	b.WriteString("    return code;\n}\n\n")
	return b.String()
}

// presence returns C statements that count the values that a value of this type has; pointer is the pointer to it, "" if
// it is a variable.
func (h Header) presence(value, pointer, base string) []string {
	guard := ""
	if pointer != "" {
		guard = "if (" + pointer + ") "
	}
	record := h.record(base)
	switch {
	case base == "double":
		return []string{fmt.Sprintf("%s*presence += %s == %s;", guard, value, value)}
	case record.List() != "":
		found := []string{fmt.Sprintf("%s*presence += %s.len > 0;", guard, value)}
		item := h.record(strings.TrimPrefix(record.List(), "const "))
		if len(item.Fields) == 0 {
			return found
		}
		for _, line := range h.fieldPresence(value+".items[0]", item) {
			found = append(found, fmt.Sprintf("if (%s && %s.len) %s", pointer, value, line))
		}
		return found
	case len(record.Fields) > 0:
		var found []string
		for _, line := range h.fieldPresence(value, record) {
			found = append(found, guard+line)
		}
		return found
	case pointer != "":
		return []string{fmt.Sprintf("*presence += %s != NULL;", pointer)}
	}
	return []string{fmt.Sprintf("*presence += %s != PSUTIL_NA;", value)}
}

// fieldPresence is C statements that count the fields of a record that have a value.
func (h Header) fieldPresence(value string, record Struct) []string {
	var found []string
	for _, field := range record.Fields {
		base, stars := pointee(field.Type)
		name := value + "." + field.Name
		switch {
		case field.Array != 0 || field.Name == "reserved":
		case stars > 0:
			found = append(found, fmt.Sprintf("*presence += %s != NULL;", name))
		case base == "double":
			found = append(found, fmt.Sprintf("*presence += %s == %s;", name, name))
		case len(h.record(base).Fields) == 0:
			found = append(found, fmt.Sprintf("*presence += %s != PSUTIL_NA;", name))
		}
	}
	return found
}

// release is C statements that free an output to which a variable points.
func (h Header) release(f Function, name, base string, constant bool) []string {
	if constant {
		return nil
	}
	for _, handle := range h.Handles {
		item, _ := pointee(h.record(base).List())
		switch {
		case f.Name == "psutil_popen" && handle == base:
			return []string{"call_reap(" + name + ");"}
		case handle == base:
			return []string{fmt.Sprintf("if (%s) %s_free(%s);", name, handle, name)}
		case handle == item:
			return []string{
				fmt.Sprintf("for (size_t i = 0; i < %s->len; i++) %s_free(%s->items[i]);", name, handle, name),
				fmt.Sprintf("psutil_free(%s);", name),
			}
		}
	}
	return []string{fmt.Sprintf("psutil_free(%s);", name)}
}
