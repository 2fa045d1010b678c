package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// jsPrelude begins declarations.js. All types are anonymous: koffi keeps names in one table for the whole process,
// where two copies of the package would collide.
const jsPrelude = `'use strict';

// enums: { name: { CONSTANT: value } }
// ...Names: { value: name }, as psutil_..._name returns it
// columns: { name: { number, type, slow } } of the process table
// structs: { name: koffi type }; a list's items are an array of length len
// functions: { name: { kind, since, returns, params: [{ name, type, out? }] } }, where out is 'value' for memory of
// the caller, and 'block' for a pointer to memory that the library allocates

const koffi = require('koffi');
`

// jsScalars are the C types that have the same name in koffi.
var jsScalars = []string{"void", "int8_t", "uint8_t", "int32_t", "int64_t", "uint32_t", "uint64_t", "size_t", "double"}

// jsType returns a C type in koffi, which ignores const.
func (h Header) jsType(c string) string {
	c = strings.Join(strings.Fields(strings.ReplaceAll(c, "const", "")), " ")
	base := strings.TrimRight(c, "* ")
	stars := strings.Count(c, "*")
	isStruct := slices.ContainsFunc(h.Structs, func(s Struct) bool { return s.Name == base })
	isCallback := slices.ContainsFunc(h.Callbacks, func(f Function) bool { return f.Name == base })
	switch {
	case base == "char" && stars == 1:
		return "'str'"
	case base == "void" && stars == 1 || h.isForeign(c):
		return "'void *'"
	case slices.Contains(h.Handles, base) && stars == 1:
		return base
	case stars > 0:
		return fmt.Sprintf("koffi.pointer(%s)", h.jsType(strings.TrimSuffix(c, "*")))
	case slices.Contains(jsScalars, base):
		return "'" + base + "'"
	case isStruct:
		return "structs." + base
	case isCallback:
		return fmt.Sprintf("koffi.pointer(callbacks.%s)", base)
	}
	panic("no koffi type for " + c)
}

// jsField is a field of a record, or of a list.
func (h Header) jsField(s Struct, f Param) string {
	switch {
	case s.List() != "" && f.Name == "items":
		return fmt.Sprintf("koffi.pointer(null, %s, 'len')", h.jsType(s.List()))
	case f.Array > 0:
		return fmt.Sprintf("koffi.array(%s, %d, 'Array')", h.jsType(f.Type), f.Array)
	}
	return h.jsType(f.Type)
}

// jsParam returns a parameter: an input, or the type that an output points at.
func (h Header) jsParam(p Param) string {
	out := h.output(p)
	if out == "" {
		return fmt.Sprintf("{ name: '%s', type: %s }", p.Name, h.jsType(p.Type))
	}
	c := strings.TrimSpace(strings.TrimSuffix(p.Type, "*"))
	if out == outputBlock && c != "char *" {
		c = strings.TrimSuffix(c, " *")
	}
	return fmt.Sprintf("{ name: '%s', type: %s, out: '%s' }", p.Name, h.jsType(c), out)
}

// koffiDeclarations is the header for koffi.
func koffiDeclarations(h Header) string {
	var b strings.Builder
	b.WriteString(jsPrelude)
	fmt.Fprintf(&b, "\nconst version = '%s';\n\nconst enums = {\n", h.Version)
	for _, e := range h.Enums {
		fmt.Fprintf(&b, "    %s: {\n", e.Name)
		for i, c := range e.Constants {
			fmt.Fprintf(&b, "        %s: %s%s\n", c.Name, c.Value, comma(i, len(e.Constants)))
		}
		b.WriteString("    },\n")
	}
	b.WriteString("};\n")
	var tables strings.Builder
	for _, e := range nameTables {
		fmt.Fprintf(&b, "\nconst %s = {\n", e.node)
		names := h.names(e.function)
		for i, n := range names {
			key := n.Value
			if strings.HasPrefix(key, "-") {
				key = "'" + key + "'"
			}
			fmt.Fprintf(&b, "    %s: '%s'%s\n", key, n.Name, comma(i, len(names)))
		}
		b.WriteString("};\n")
		tables.WriteString(e.node + ", ")
	}
	b.WriteString("\nconst columns = {\n")
	columns := h.names("psutil_column_name")
	for i, n := range columns {
		c := h.enum(columnEnum).Constants[i]
		fmt.Fprintf(&b, "    %s: { number: %s, type: '%s', slow: %t }%s\n", camel(n.Name), n.Value, c.Type, c.Slow, comma(i, len(columns)))
	}
	b.WriteString("};\n\n")
	for _, name := range h.Handles {
		fmt.Fprintf(&b, "const %s = koffi.pointer(koffi.opaque());\n", name)
	}
	b.WriteString("\nconst structs = {};\n")
	for _, s := range h.Structs {
		fmt.Fprintf(&b, "\nstructs.%s = koffi.struct({\n", s.Name)
		for i, f := range s.Fields {
			fmt.Fprintf(&b, "    %s: %s%s\n", f.Name, h.jsField(s, f), comma(i, len(s.Fields)))
		}
		b.WriteString("});\n")
	}
	if len(h.Callbacks) > 0 {
		b.WriteString("\nconst callbacks = {};\n")
		for _, f := range h.Callbacks {
			fmt.Fprintf(&b, "\n// %s\ncallbacks.%s = koffi.proto(%s, [", prototype(f), f.Name, h.jsType(f.Returns))
			for i, p := range f.Params {
				fmt.Fprintf(&b, "%s%s", h.jsType(p.Type), strings.ReplaceAll(comma(i, len(f.Params)), ",", ", "))
			}
			b.WriteString("]);\n")
		}
	}
	b.WriteString("\nconst functions = {\n")
	for i, f := range h.Functions {
		fmt.Fprintf(&b, "    // %s\n    %s: {\n", prototype(f), f.Name)
		fmt.Fprintf(&b, "        kind: '%s', since: '%s', returns: %s,\n        params: [", f.Kind, f.Since, h.jsType(f.Returns))
		for j, p := range f.Params {
			fmt.Fprintf(&b, "\n            %s%s", h.jsParam(p), comma(j, len(f.Params)))
		}
		if len(f.Params) > 0 {
			b.WriteString("\n        ")
		}
		fmt.Fprintf(&b, "]\n    }%s\n", comma(i, len(h.Functions)))
	}
	fmt.Fprintf(&b, "};\n\nmodule.exports = { version, enums, %scolumns, structs, functions };\n", tables.String())
	return b.String()
}

// prototype is a function as the header declares it.
func prototype(f Function) string {
	return declare(Param{Type: f.Returns, Name: f.Name + "(" + declareAll(f.Params) + ")"}) + ";"
}

// camel turns "children_user" into "childrenUser".
func camel(name string) string {
	words := strings.Split(name, "_")
	for i, w := range words[1:] {
		words[i+1] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, "")
}

// flat reports whether a record has only numbers and strings, so that its type in JavaScript follows from the header.
func (s Struct) flat() bool {
	return !slices.ContainsFunc(s.Fields, func(f Param) bool {
		return f.Type != "const char *" && !slices.Contains(jsScalars, f.Type)
	})
}

// records is the TypeScript types of flat records, as lib/decode.js decodes them.
func records(h Header) string {
	var b strings.Builder
	for i, s := range h.Structs {
		if s.List() != "" || s.Name == "psutil_error_info_t" || !s.flat() { // an array; a PsutilError; index.d.ts has it
			continue
		}
		name := camel(strings.TrimSuffix(s.Name, "_t"))
		if i > 0 && b.Len() > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "/** %s */\nexport interface %s {\n", tsDoc(s.Doc), strings.TrimPrefix(name, "psutil"))
		for _, f := range s.Fields {
			if f.Name == "reserved" || f.Name == "unused" || strings.HasPrefix(f.Name, "has_") {
				continue
			}
			typ := "number"
			if f.Type == "const char *" {
				typ = "string"
			}
			if f.Nullable {
				typ += " | null"
			}
			if f.Doc != "" {
				fmt.Fprintf(&b, "    /** %s */\n", tsDoc(f.Doc))
			}
			fmt.Fprintf(&b, "    %s: %s;\n", camel(f.Name), typ)
		}
		b.WriteString("}\n")
	}
	b.WriteString(tsColumns(h))
	return b.String()
}

// decodedColumns are the columns of which JavaScript has another type, which index.d.ts declares.
var decodedColumns = []string{"environ", "status"}

// tsColumns is the types of the process table's columns.
func tsColumns(h Header) string {
	var numbers, texts strings.Builder
	for _, c := range h.enum(columnEnum).Constants {
		name := c.words("PSUTIL_COLUMN_", "_")
		if slices.Contains(decodedColumns, name) {
			continue
		}
		b, typ := &numbers, "number"
		switch c.Type {
		case "string":
			b, typ = &texts, "string"
		case "string list":
			b, typ = &texts, "string[]"
		}
		doc := tsDoc(c.Doc)
		if c.Slow {
			doc = strings.TrimPrefix(doc+". Slow.", ". ")
		}
		if doc != "" {
			fmt.Fprintf(b, "    /** %s */\n", doc)
		}
		fmt.Fprintf(b, "    %s: %s;\n", camel(name), typ)
	}
	return "\n/** The columns of a process table that hold numbers. Each has the unit of the method of Process that it is named after. */\n" +
		"export interface ProcessNumberColumns {\n" + numbers.String() + "}\n" +
		"\n/** The columns of a process table that hold text. */\nexport interface ProcessTextColumns {\n" + texts.String() + "}\n"
}

var spaces = regexp.MustCompile(`\s+`)

// tsWords are the absent values of C in JavaScript.
var tsWords = strings.NewReplacer("PSUTIL_NA", "null", "NULL", "null", "NaN", "null")

func tsDoc(doc string) string { return tsWords.Replace(spaces.ReplaceAllString(doc, " ")) }
