package main

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Facts are the properties of a function that come from outside the header.
type Facts struct {
	Unit                      string   // of its answer
	Systems                   []string // that it works on; elsewhere it returns PSUTIL_ERR_NOT_SUPPORTED
	Exited, Zombie, OtherUser string   // codes for such a process, without PSUTIL_ERR_
	Names                     []string
	V1, V7, Node              string // its names in the bindings
	Example                   string // the file in examples/ that calls it
	ExportedByHand            bool   // whether its Go export is in a file that is not generated
}

// none stands for what does not apply.
const none = "—"

// The files that facts are read from.
const (
	factsFile = "docs/functions.tsv"
	v1File    = "bindings/python/libpsutil/v1.py"
	v7File    = "bindings/python/libpsutil/v7.py"
	nodeFile  = "bindings/node/index.d.ts"
	examples  = "examples"
)

// readFacts reads the facts about all functions from the rest of the project.
func (h *Header) readFacts(root fs.FS) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	h.platform, h.impl = platformMethods(root), implMethods(root)
	facts := parseFacts(mustRead(root, factsFile))
	v1, v7 := pythonNames(mustRead(root, v1File)), pythonNames(mustRead(root, v7File))
	node := nodeNames(mustRead(root, nodeFile))
	calls, exports := exampleCalls(root), handWrittenExports(root)
	for i := range h.Functions {
		f := &h.Functions[i]
		known, ok := facts[f.Name]
		if !ok {
			panic(fmt.Sprintf("%s has no line for %s", factsFile, f.Name))
		}
		delete(facts, f.Name)
		f.Facts = known
		same := func(name string) string { return name }
		f.V1, f.V7, f.Node = f.calledIn(v1, same), f.calledIn(v7, same), f.calledIn(node, camelAfterLetters)
		f.ExportedByHand = exports[f.Core()]
		f.Example = shortestExample(calls, f.Name)
	}
	for name := range facts {
		panic(fmt.Sprintf("%s has a line for %s, which is not in psutil.h", factsFile, name))
	}
	return nil
}

func mustRead(root fs.FS, name string) string {
	text, err := fs.ReadFile(root, name)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// parseFacts reads the lines of docs/functions.tsv, by function.
func parseFacts(text string) map[string]Facts {
	facts := map[string]Facts{}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != 7 || slices.Contains(cells, "") {
			panic(fmt.Sprintf("%s: %q has not seven columns; write %s for what does not apply", factsFile, line, none))
		}
		f := Facts{Unit: cells[1], Systems: systemNames(cells[2]), Exited: cells[3], Zombie: cells[4], OtherUser: cells[5]}
		if cells[6] != none {
			f.Names = strings.Split(cells[6], ", ")
		}
		facts[cells[0]] = f
	}
	return facts
}

// systems are the operating systems that have an implementation, in the order in which they are listed.
var systems = []string{"Linux", "Windows", "macOS", "FreeBSD"}

// systemNames returns the names of systems that are listed by their first letters, such as "L W", or as "all".
func systemNames(letters string) []string {
	if letters == "all" {
		return systems
	}
	var found []string
	for _, name := range systems {
		if slices.Contains(strings.Split(letters, " "), systemLetter(name)) {
			found = append(found, name)
		}
	}
	if systemLetters(found) != letters {
		panic(fmt.Sprintf("%s: %q: expected all, or some of L, W, M and F in this order, with a space between them", factsFile, letters))
	}
	return found
}

// systemLetters returns the first letters of systems, as systemNames reads them.
func systemLetters(names []string) string {
	if len(names) == len(systems) {
		return "all"
	}
	letters := make([]string, len(names))
	for i, name := range names {
		letters[i] = systemLetter(name)
	}
	return strings.Join(letters, " ")
}

func systemLetter(name string) string { return strings.ToUpper(name[:1]) }

var perEach = regexp.MustCompile(`_per_(cpu|disk|nic)$`)

// calledIn returns the function's name in a binding that has these names, in Markdown.
func (f Function) calledIn(names map[string]bool, spell func(string) string) string {
	own := f.Core()
	bare := perEach.ReplaceAllString(own, "")
	member := ""
	if rest, ok := strings.CutPrefix(bare, "process_"); ok {
		member, bare = "Process.", rest
	}
	for _, name := range append(slices.Clone(f.Names), member+bare, member+"get_"+bare, member+strings.TrimPrefix(bare, "set_")) {
		if name = spell(name); !names[name] {
			continue
		}
		if each := perEach.FindStringSubmatch(own); each != nil {
			return fmt.Sprintf("`%s` with `per%s`", name, each[1])
		}
		return "`" + name + "`"
	}
	return none
}

var underscore = regexp.MustCompile(`([a-z0-9])_([a-z])`)

// camelAfterLetters spells "Process.cpu_times" as "Process.cpuTimes" and leaves "NUM_CPUS" as it is.
func camelAfterLetters(name string) string {
	return underscore.ReplaceAllStringFunc(name, func(s string) string { return s[:1] + strings.ToUpper(s[2:]) })
}

var (
	pythonDefinition = regexp.MustCompile(`^(?:(?:async )?def|class) (\w+)|^(\w+)(?:: [^=]+)? = |^(\w+): `)
	pythonImport     = regexp.MustCompile(`(?s)^from \S+ import (?:\((.*?)\)|([^\n]*))`)
	pythonString     = regexp.MustCompile(`(?s)""".*?"""`)
	pythonName       = regexp.MustCompile(`(?:\w+ as )?(\w+)`)
)

// pythonNames returns the names that a Python module defines, and those of its class Process with "Process." before
// them.
func pythonNames(source string) map[string]bool {
	names := map[string]bool{}
	source = pythonString.ReplaceAllString(source, `""`)
	var block []string // the statements that the line is inside of
	for source != "" {
		line, rest, _ := strings.Cut(source, "\n")
		code := strings.TrimLeft(line, " ")
		if depth := (len(line) - len(code)) / 4; code != "" && depth <= len(block) {
			block = block[:depth]
			prefix, visible := "", true
			for i, outer := range block {
				switch {
				case i == 0 && strings.HasPrefix(outer, "class Process"):
					prefix = "Process."
				case !strings.HasPrefix(outer, "if ") && !strings.HasPrefix(outer, "else:") && !strings.HasPrefix(outer, "elif "):
					visible = false
				}
			}
			if m := pythonDefinition.FindStringSubmatch(code); m != nil && visible {
				names[prefix+m[1]+m[2]+m[3]] = true
			} else if m := pythonImport.FindStringSubmatch(code + "\n" + rest); m != nil && visible {
				for _, n := range pythonName.FindAllStringSubmatch(m[1]+m[2], -1) {
					names[n[1]] = true
				}
			}
			block = append(block, code)
		}
		source = rest
	}
	return names
}

var (
	nodeExport  = regexp.MustCompile(`(?m)^export (?:declare )?(?:function\*?|class|const) (\w+)`)
	nodeProcess = regexp.MustCompile(`(?ms)^export class Process .*?^}`)
	nodeMember  = regexp.MustCompile(`(?m)^ +(?:readonly )?(\w+)[(<:]`)
)

// nodeNames returns the names that a TypeScript module exports, and those of its class Process with "Process." before
// them.
func nodeNames(source string) map[string]bool {
	names := map[string]bool{}
	for _, m := range nodeExport.FindAllStringSubmatch(source, -1) {
		names[m[1]] = true
	}
	for _, m := range nodeMember.FindAllStringSubmatch(nodeProcess.FindString(source), -1) {
		names["Process."+m[1]] = true
	}
	return names
}

var goExport = regexp.MustCompile(`(?m)^//export psutil__go_(\w+)$`)

// handWrittenExports returns the functions whose Go export is not generated.
func handWrittenExports(root fs.FS) map[string]bool {
	exports := map[string]bool{}
	files, err := fs.Glob(root, "capi/*.go")
	if err != nil {
		panic(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_gen.go") {
			continue
		}
		for _, m := range goExport.FindAllStringSubmatch(mustRead(root, file), -1) {
			exports[m[1]] = true
		}
	}
	return exports
}

var cCall = regexp.MustCompile(`\b(psutil_\w+)\(`)

// exampleCalls returns the functions that each example calls.
func exampleCalls(root fs.FS) map[string][]string {
	calls := map[string][]string{}
	files, err := fs.Glob(root, examples+"/*.[ch]")
	if err != nil {
		panic(err)
	}
	for _, file := range files {
		var names []string
		for _, m := range cCall.FindAllStringSubmatch(mustRead(root, file), -1) {
			names = append(names, m[1])
		}
		slices.Sort(names)
		calls[path.Base(file)] = slices.Compact(names)
	}
	return calls
}

// shortestExample returns the program that calls a function and the fewest others; a header only if no program does.
func shortestExample(calls map[string][]string, function string) string {
	best := ""
	less := func(a, b string) bool {
		if header := strings.HasSuffix(a, ".h"); header != strings.HasSuffix(b, ".h") {
			return !header
		}
		if len(calls[a]) != len(calls[b]) {
			return len(calls[a]) < len(calls[b])
		}
		return a < b
	}
	for name, names := range calls {
		if slices.Contains(names, function) && (best == "" || less(name, best)) {
			best = name
		}
	}
	return best
}
