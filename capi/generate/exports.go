package main

import (
	"fmt"
	"slices"
	"strings"
)

// goRecord is a flat record of the header that package platform has as a struct, with the same fields in Go's spelling.
type goRecord struct {
	c, name string
	embeds  string // the struct whose fields come first, embedded; "" without one
}

var goRecords = []goRecord{
	{"psutil_cpu_times_t", "CPUTimes", ""},
	{"psutil_cpu_stats_t", "CPUStats", ""},
	{"psutil_cpu_freq_t", "CPUFreq", ""},
	{"psutil_loadavg_t", "LoadAverage", ""},
	{"psutil_disk_io_counters_t", "DiskIOCounters", ""},
	{"psutil_pressure_t", "Pressure", ""},
	{"psutil_ids_t", "IDs", ""},
	{"psutil_process_cpu_times_t", "ProcessCPUTimes", ""},
	{"psutil_process_memory_info_t", "MemoryInfo", ""},
	{"psutil_process_memory_info_ex_t", "MemoryInfoEx", "MemoryInfo"},
	{"psutil_process_memory_footprint_t", "MemoryFootprint", ""},
	{"psutil_page_faults_t", "PageFaults", ""},
	{"psutil_process_io_counters_t", "ProcessIOCounters", ""},
	{"psutil_ctx_switches_t", "CtxSwitches", ""},
	{"psutil_ionice_t", "IONice", ""},
}

// goTypes are C's numbers in Go.
var goTypes = map[string]string{"int32_t": "int32", "int64_t": "int64", "double": "float64"}

func (h Header) record(name string) Struct {
	i := slices.IndexFunc(h.Structs, func(s Struct) bool { return s.Name == name })
	if i < 0 {
		return Struct{Name: name}
	}
	return h.Structs[i]
}

// embedded returns how many of a record's first fields are those of the struct that it embeds.
func (h Header) embedded(r goRecord) int {
	if r.embeds == "" {
		return 0
	}
	i := slices.IndexFunc(goRecords, func(g goRecord) bool { return g.name == r.embeds })
	return len(named(h.record(goRecords[i].c)))
}

// named returns the fields of a record without those that only C needs.
func named(s Struct) (fields []Param) {
	for _, f := range s.Fields {
		if f.Name != "reserved" && f.Name != "unused" && !strings.HasPrefix(f.Name, "has_") {
			fields = append(fields, f)
		}
	}
	return fields
}

// goStructs is the flat records as structs of package platform.
func goStructs(h Header) string {
	var b strings.Builder
	b.WriteString("package platform\n")
	for _, r := range goRecords {
		s := h.record(r.c)
		doc := firstSentence(oneLine(s.Doc))
		fmt.Fprintf(&b, "\n// %s is %s of psutil.h. %s\ntype %s struct {\n", r.name, r.c, doc, r.name)
		if r.embeds != "" {
			b.WriteString(r.embeds + "\n")
		}
		for _, f := range named(s)[h.embedded(r):] {
			fmt.Fprintf(&b, "%s %s", goName(strings.ToUpper(f.Name)), goTypes[f.Type])
			if f.Doc != "" {
				fmt.Fprintf(&b, " // %s", f.Doc)
			}
			b.WriteByte('\n')
		}
		b.WriteString("}\n")
	}
	return goFormat(b.String())
}

// goExports is the part of capi's Go that follows from the header: conversions of records, exports that only call a
// method of the same name, and the fields of psutil_process_info.
func goExports(h Header) string {
	var b strings.Builder
	b.WriteString("package main\n\n// #include \"internal.h\"\nimport \"C\"\n\nimport \"github.com/libpsutil/libpsutil/platform\"\n")
	for _, r := range goRecords {
		h.writeConversion(&b, r)
	}
	for _, f := range h.throughGo() {
		if !f.ExportedByHand {
			h.writeExport(&b, f)
		}
	}
	h.writeInfoFields(&b)
	return goFormat(b.String())
}

// writeConversion writes the functions that convert a record from Go to C, and back where a function takes it.
func (h Header) writeConversion(b *strings.Builder, r goRecord) {
	s := h.record(r.c)
	fmt.Fprintf(b, "\nfunc c%s(from platform.%s) C.%s {\nto := unset[C.%s]()\n", r.name, r.name, r.c, r.c)
	for _, f := range named(s) {
		fmt.Fprintf(b, "to.%s = C.%s(from.%s)\n", f.Name, f.Type, goName(strings.ToUpper(f.Name)))
	}
	b.WriteString("return to\n}\n")
	input := func(p Param) bool { return p.Type == "const "+r.c+" *" }
	if !slices.ContainsFunc(h.Functions, func(f Function) bool { return slices.ContainsFunc(f.Params, input) }) {
		return
	}
	fmt.Fprintf(b, "\nfunc go%s(from *C.%s) (to platform.%s) {\n", r.name, r.c, r.name)
	for _, f := range named(s) {
		fmt.Fprintf(b, "to.%s = %s(from.%s)\n", goName(strings.ToUpper(f.Name)), goTypes[f.Type], f.Name)
	}
	b.WriteString("return to\n}\n")
}

// writeExport writes an export that calls the method of its name in package impl, of a process or of the library, with
// the numbers that the function takes.
func (h Header) writeExport(b *strings.Builder, f Function) {
	refuse := func() {
		panic(fmt.Sprintf("%s: its export needs more than a call of a method of the same name; write it by hand in capi/", f.Name))
	}
	if f.Kind != Nonblocking {
		refuse()
	}
	receiver, name, params := "currentLibrary()", f.Core(), f.Params
	if f.takesProcess() {
		receiver, name, params = "processOf(p)", strings.TrimPrefix(name, "process_"), params[1:]
	}
	fmt.Fprintf(b, "\n//export psutil__go_%s\nfunc psutil__go_%s(e *C.psutil__error", f.Core(), f.Core())
	if f.takesProcess() {
		b.WriteString(", p *C.psutil__slot")
	}
	var arguments []string
	for len(params) > 0 && goTypes[params[0].Type] != "" {
		in := params[0]
		fmt.Fprintf(b, ", %s C.%s", in.Name, in.Type)
		arguments = append(arguments, fmt.Sprintf("%s(%s)", goTypes[in.Type], in.Name))
		params = params[1:]
	}
	call := fmt.Sprintf("%s.%s(%s)", receiver, goName(strings.ToUpper(name)), strings.Join(arguments, ", "))
	if len(params) == 0 {
		fmt.Fprintf(b, ") C.int32_t {\nreturn export(e, func() error { return %s })\n}\n", call)
		return
	}
	if len(params) > 1 || h.output(params[0]) == "" {
		refuse()
	}
	base, stars := pointee(params[0].Type)
	fmt.Fprintf(b, ", out %sC.%s) C.int32_t {\nreturn export(e, func() error {\nvalue, err := %s\n", strings.Repeat("*", stars), base, call)
	record := slices.IndexFunc(goRecords, func(r goRecord) bool { return r.c == base })
	switch {
	case base == "char" && stars == 2:
		b.WriteString("if err != nil {\nreturn err\n}\nreturn stringBlock(out, value)\n")
	case base == "psutil_string_list_t" && stars == 2:
		b.WriteString("if err != nil {\nreturn err\n}\nreturn stringListBlock(out, value)\n")
	case goTypes[base] != "" && stars == 1:
		fmt.Fprintf(b, "if err == nil {\n*out = C.%s(value)\n}\nreturn err\n", base)
	case record >= 0 && stars == 1:
		fmt.Fprintf(b, "if err == nil {\n*out = c%s(value)\n}\nreturn err\n", goRecords[record].name)
	default:
		refuse()
	}
	b.WriteString("})\n}\n")
}

// infoRecord is the record whose members are optional: one for each constant of its enumeration, filled by the function
// of that name.
const (
	infoRecord = "psutil_process_info_t"
	infoEnum   = "psutil_process_field"
)

// markInfoMembers marks the members of infoRecord nullable that stand for a field: which of them have a value depends
// on the call.
func (h Header) markInfoMembers() {
	for _, c := range h.enum(infoEnum).Constants {
		h.infoMember(c.words("PSUTIL_FIELD_", "_")).Nullable = true
	}
}

// infoMember returns the member of a field: of the same name, or "environment" for PSUTIL_FIELD_ENVIRON, because some C
// libraries define environ as a macro.
func (h Header) infoMember(field string) *Param {
	if field == "environ" {
		field = "environment"
	}
	member := h.record(infoRecord).field(field)
	if member == nil {
		panic(fmt.Sprintf("%s has no member %s", infoRecord, field))
	}
	return member
}

// writeInfoFields writes the table of the fields of psutil_process_info. Where the function of a field takes more than
// the process, capi has another that fills in the rest: cpuPercentOf.
func (h Header) writeInfoFields(b *strings.Builder) {
	if len(h.enum(infoEnum).Constants) == 0 {
		return
	}
	b.WriteString("\n// infoFieldTable is the fields of psutil_process_info, by PSUTIL_FIELD_*.\nvar infoFieldTable = [...]infoField{\n")
	for _, c := range h.enum(infoEnum).Constants {
		field := c.words("PSUTIL_FIELD_", "_")
		member := h.infoMember(field)
		kind := "valueField"
		if strings.HasSuffix(member.Type, "*") {
			kind = "blockField"
		}
		base, stars := pointee(member.Type)
		read := camel(field) + "Of"
		if j := slices.IndexFunc(h.Functions, func(f Function) bool { return f.Name == "psutil_process_"+field }); j < 0 {
			panic(fmt.Sprintf("%s: there is no psutil_process_%s", c.Name, field))
		} else if f := h.Functions[j]; f.Kind == Nonblocking && len(f.Params) == 2 {
			read = "psutil__go_" + f.Core()
		}
		fmt.Fprintf(b, "C.%s: %s(func(i *C.%s) %sC.%s { return &i.%s }, %s),\n", c.Name, kind, infoRecord, strings.Repeat("*", stars+1), base, member.Name, read)
	}
	b.WriteString("}\n")
}
