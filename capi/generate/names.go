package main

import (
	"fmt"
	"slices"
	"strings"
)

// nameFunction is a public function that returns the name of a constant.
type nameFunction struct {
	function, parameter string
	enum, prefix        string // of the constants
	unknown             string // the C expression for any other number
	name                func(c Constant, prefix string) string
}

func whole(c Constant, _ string) string       { return c.Name }
func text(c Constant, _ string) string        { return c.Text }
func upper(c Constant, prefix string) string  { return strings.TrimPrefix(c.Name, prefix) }
func dashed(c Constant, prefix string) string { return c.words(prefix, "-") }
func lower(c Constant, prefix string) string  { return c.words(prefix, "_") }

var nameFunctions = []nameFunction{
	{"psutil_error_name", "code", errorEnum, "PSUTIL_", `"PSUTIL_ERR_UNKNOWN"`, whole},
	{"psutil_strerror", "code", errorEnum, "PSUTIL_", `"unknown error"`, text},
	{"psutil_status_name", "status", "psutil_status", "PSUTIL_STATUS_", `"?"`, dashed},
	{"psutil_conn_status_name", "status", "psutil_conn_status", "PSUTIL_CONN_", `"?"`, upper},
	{"psutil_kill_outcome_name", "outcome", "psutil_kill_outcome", "PSUTIL_KILL_", `"?"`, lower},
	{"psutil_file_use_name", "use", "psutil_file_use", "PSUTIL_FILE_USE_", `"?"`, lower},
	{"psutil_column_name", "column", columnEnum, "PSUTIL_COLUMN_", "NULL", lower},
}

// nameTables are the names that the bindings have tables of, so that they need no call for them.
var nameTables = []struct{ function, python, node string }{
	{"psutil_error_name", "ERROR_NAMES", "errorNames"},
	{"psutil_status_name", "STATUS_NAMES", "statusNames"},
	{"psutil_conn_status_name", "CONN_STATUS_NAMES", "connStatusNames"},
	{"psutil_kill_outcome_name", "KILL_OUTCOME_NAMES", "killOutcomeNames"},
	{"psutil_file_use_name", "FILE_USE_NAMES", "fileUseNames"},
}

// names returns the names of an enumeration's constants by their numbers, which the function of that name returns in C.
func (h Header) names(function string) (names []struct{ Value, Name string }) {
	i := slices.IndexFunc(nameFunctions, func(f nameFunction) bool { return f.function == function })
	f := nameFunctions[i]
	for _, c := range h.enum(f.enum).Constants {
		names = append(names, struct{ Value, Name string }{c.Value, f.name(c, f.prefix)})
	}
	return names
}

// cNames is the functions that return the names of constants.
func cNames(h Header) string {
	var b strings.Builder
	b.WriteString("#include \"internal.h\"\n")
	for _, f := range nameFunctions {
		fmt.Fprintf(&b, "\nPSUTIL__PUBLIC const char *%s(int32_t %s)\n{\n    switch (%s) {\n", f.function, f.parameter, f.parameter)
		for _, c := range h.enum(f.enum).Constants {
			fmt.Fprintf(&b, "    case %s:\n        return %q;\n", c.Name, f.name(c, f.prefix))
		}
		fmt.Fprintf(&b, "    }\n    return %s;\n}\n", f.unknown)
	}
	return b.String()
}

// goEnum is an enumeration of the header that Go has, too.
type goEnum struct {
	pkg           string
	enum, cPrefix string
	typ, prefix   string // in Go
	doc           string
}

var goEnums = []goEnum{
	{"platform", errorEnum, "PSUTIL_ERR_", "Code", "", "Code is the kind of an error."},
	{"platform", "psutil_status", "PSUTIL_STATUS_", "Status", "Status", "Status is the state of a process."},
	{"platform", "psutil_conn_status", "PSUTIL_CONN_", "ConnStatus", "Conn", "ConnStatus is the state of a TCP connection."},
	{"platform", "psutil_address_family", "PSUTIL_AF_", "Family", "Family", "Family is the family of an address."},
	{"platform", "psutil_socket_type", "PSUTIL_SOCK_", "SocketType", "Socket", "SocketType is the type of a socket."},
	{"platform", "psutil_nic_duplex", "PSUTIL_NIC_DUPLEX_", "Duplex", "Duplex", "Duplex is how a network interface sends and receives."},
	{"platform", "psutil_pressure_resource", "PSUTIL_PRESSURE_", "PressureResource", "Pressure", "PressureResource is what pressure is on."},
	{"platform", "psutil_connections_flags", "PSUTIL_CONNECTIONS_", "ConnFlags", "Conn", "ConnFlags is a set of flags of NetConnections."},
	{"platform", "psutil_reader_flags", "PSUTIL_READER_", "ReaderFlags", "Reader", "ReaderFlags is a set of flags of TableReader."},
	{"platform", "psutil_reader_source", "PSUTIL_SOURCE_", "ReaderSource", "Source", "ReaderSource is where a table comes from."},
	{"platform", "psutil_file_use", "PSUTIL_FILE_USE_", "FileUse", "FileUse", "FileUse is how a process uses a file."},
	{"platform", "psutil_file_owners_flags", "PSUTIL_FILE_OWNERS_", "FileOwnersFlags", "FileOwners", "FileOwnersFlags is a set of flags of FileOwners."},
	{"platform", "psutil_event", "PSUTIL_EVENT_", "EventKind", "Event", "EventKind is a set of kinds of process events."},
	{"impl", "psutil_kill_outcome", "PSUTIL_KILL_", "KillOutcome", "Kill", "KillOutcome is how KillTree ended a process."},
	{"impl", "psutil_nowrap", "PSUTIL_NOWRAP_", "Nowrap", "Nowrap", "Nowrap is how counters continue after they wrap around."},
	{"impl", "psutil_memtype", "PSUTIL_MEMTYPE_", "MemType", "Mem", "MemType is the memory that MemoryPercent compares."},
}

// goInitialisms is the spelling of the words of a Go name that are not a capital and small letters.
var goInitialisms = map[string]string{
	"PID": "PID", "PIDS": "PIDs", "PPID": "PPID", "UIDS": "UIDs", "GIDS": "GIDs", "FDS": "FDs", "OS": "OS", "CPU": "CPU", "IO": "IO", "TCB": "TCB", "BPF": "BPF",
	"RSS": "RSS", "VMS": "VMS", "USS": "USS", "PSS": "PSS", "USERNAME": "UserName", "IONICE": "IONice", "IOCLASS": "Class",
	"IOWAIT": "IOWait", "HUGETLB": "HugeTLB", "IRQ": "IRQ", "SOFTIRQ": "SoftIRQ", "DPC": "DPC",
}

// goName spells a C constant's name as Go does: "CPUTimesUser" for CPU_TIMES_USER.
func goName(c string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(c, "_") {
		if initialism := goInitialisms[word]; initialism != "" {
			b.WriteString(initialism)
		} else if word != "" {
			b.WriteString(word[:1] + strings.ToLower(word[1:]))
		}
	}
	return b.String()
}

// goConstants returns the function that writes the enumerations of the header that a package has.
func goConstants(pkg string) func(Header) string {
	return func(h Header) string {
		var b strings.Builder
		fmt.Fprintf(&b, "package %s\n", pkg)
		for _, e := range goEnums {
			if e.pkg != pkg {
				continue
			}
			fmt.Fprintf(&b, "\n// %s The values are those of %s* in psutil.h.\n", e.doc, e.cPrefix)
			writeGoEnum(&b, h, e)
		}
		return goFormat(b.String())
	}
}

func writeGoEnum(b *strings.Builder, h Header, e goEnum) {
	fmt.Fprintf(b, "type %s int32\n\n// The values of %s.\nconst (\n", e.typ, e.typ)
	for _, c := range h.enum(e.enum).Constants {
		if name, ok := strings.CutPrefix(c.Name, e.cPrefix); ok { // PSUTIL_OK is no kind of error
			fmt.Fprintf(b, "%s%s %s = %s", e.prefix, goName(name), e.typ, c.Value)
			if c.Doc != "" {
				fmt.Fprintf(b, " // %s", c.Doc)
			}
			b.WriteByte('\n')
		}
	}
	b.WriteString(")\n")
}

// cColumns is the number of columns of the process table, for arrays in C.
func cColumns(h Header) string {
	return fmt.Sprintf("#ifndef PSUTIL_COLUMNS_GEN_H\n#define PSUTIL_COLUMNS_GEN_H\n\n"+
		"/* The number of columns of the process table. */\nenum { PSUTIL__COLUMNS = %d };\n\n#endif\n", len(h.enum(columnEnum).Constants))
}

// goColumns is the columns of the process table and their types.
func goColumns(h Header) string {
	var b strings.Builder
	b.WriteString("package platform\n\n// Column is a column of the process table. The values are those of PSUTIL_COLUMN_* in psutil.h.\n")
	writeGoEnum(&b, h, goEnum{"platform", columnEnum, "PSUTIL_COLUMN_", "Column", "Column", ""})
	columns := h.enum(columnEnum).Constants
	fmt.Fprintf(&b, "\n// Columns is the number of columns.\nconst Columns Column = %d\n", len(columns))
	b.WriteString("\n// ColumnType is the type of a column's cells. The values are those of PSUTIL_COLUMN_TYPE_* in psutil.h.\n")
	writeGoEnum(&b, h, goEnum{"platform", typeEnum, "PSUTIL_COLUMN_TYPE_", "ColumnType", "Type", ""})
	b.WriteString("\nvar columnTypes = [Columns]ColumnType{\n")
	var slow []string
	for _, c := range columns {
		name := "Column" + goName(strings.TrimPrefix(c.Name, "PSUTIL_COLUMN_"))
		fmt.Fprintf(&b, "%s: Type%s,\n", name, goName(strings.ToUpper(strings.ReplaceAll(c.Type, " ", "_"))))
		if c.Slow {
			slow = append(slow, name)
		}
	}
	b.WriteString("}\n\n// Type returns the type of a column.\nfunc (c Column) Type() ColumnType { return columnTypes[c] }\n")
	b.WriteString("\n// IsSlow reports whether a column costs more than all that are not slow.\nfunc (c Column) IsSlow() bool {\n")
	if len(slow) == 0 {
		b.WriteString("return false\n}\n")
	} else {
		fmt.Fprintf(&b, "switch c {\ncase %s:\nreturn true\n}\nreturn false\n}\n", strings.Join(slow, ",\n"))
	}
	return goFormat(b.String())
}
