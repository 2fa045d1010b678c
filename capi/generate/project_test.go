package main

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestPythonNames(t *testing.T) {
	names := pythonNames(`"""Text
def in_text(): pass
"""
from ._a import b, c as d
from ._e import (
    f,
    g as h,
)
A = 1
B: int = 2
if linux:
    I = 3
    def j(): ...
else:
    K = 4

def l(p: int) -> int:
    local = 1
    return local

class Process(Base):
    """A process."""

    M = N = 1

    @property
    def o(self) -> int:
        inner = 1
        return inner

    if linux:
        def p(self): ...

class Other:
    def q(self): ...
`)
	for _, want := range []string{"b", "d", "f", "h", "A", "B", "I", "j", "K", "l", "Process", "Process.M", "Process.o", "Process.p", "Other"} {
		if !names[want] {
			t.Errorf("%s is missing", want)
		}
	}
	for _, unwanted := range []string{"in_text", "local", "inner", "q", "Process.q", "o", "Process.inner", "Process.p.self"} {
		if names[unwanted] {
			t.Errorf("%s is found", unwanted)
		}
	}
}

func TestNodeNames(t *testing.T) {
	names := nodeNames("export const version: string;\nexport function pids(): number[];\nexport class Process implements A {\n" +
		"    readonly pid: number;\n    name(): string;\n}\nexport interface B {\n    c: number;\n}\n")
	for _, want := range []string{"version", "pids", "Process", "Process.pid", "Process.name"} {
		if !names[want] {
			t.Errorf("%s is missing", want)
		}
	}
	if names["Process.c"] || names["c"] {
		t.Error("a member of another type is found")
	}
}

func TestCalledIn(t *testing.T) {
	names := map[string]bool{"cpu_times": true, "get_users": true, "Process.nice": true, "Process.cpuTimes": true, "NUM_CPUS": true}
	for _, c := range []struct {
		function, want string
		spell          func(string) string
		names          []string
	}{
		{"psutil_cpu_times", "`cpu_times`", nil, nil},
		{"psutil_cpu_times_per_cpu", "`cpu_times` with `percpu`", nil, nil},
		{"psutil_users", "`get_users`", nil, nil},
		{"psutil_process_set_nice", "`Process.nice`", nil, nil},
		{"psutil_process_cpu_times", "`Process.cpuTimes`", camelAfterLetters, nil},
		{"psutil_cpu_count", "`NUM_CPUS`", camelAfterLetters, []string{"NUM_CPUS"}},
		{"psutil_pids", none, nil, nil},
	} {
		spell := c.spell
		if spell == nil {
			spell = func(name string) string { return name }
		}
		f := Function{Name: c.function, Facts: Facts{Names: c.names}}
		if got := f.calledIn(names, spell); got != c.want {
			t.Errorf("%s is called %s, want %s", c.function, got, c.want)
		}
	}
}

func TestShortestExample(t *testing.T) {
	calls := map[string][]string{"a.c": {"f", "g", "h"}, "b.c": {"f", "g"}, "c.h": {"f", "i"}}
	for function, want := range map[string]string{"f": "b.c", "h": "a.c", "i": "c.h", "j": ""} {
		if got := shortestExample(calls, function); got != want {
			t.Errorf("the example of %s is %q, want %q", function, got, want)
		}
	}
}

func TestFactsOfUnknownFunctionsAreRefused(t *testing.T) {
	root := fstest.MapFS{
		factsFile: {Data: []byte("# comment\npsutil_a\ts\tall\t—\t—\t—\t—\npsutil_b\ts\tall\t—\t—\t—\t—\n")},
		v1File:    {}, v7File: {}, nodeFile: {},
	}
	h := Header{Functions: []Function{{Name: "psutil_a"}}}
	if err := h.readFacts(root); err == nil || !strings.Contains(err.Error(), "psutil_b, which is not in psutil.h") {
		t.Error(err)
	}
	root[factsFile] = &fstest.MapFile{Data: []byte("psutil_a\ts\t—\n")}
	if err := h.readFacts(root); err == nil || !strings.Contains(err.Error(), "seven columns") {
		t.Error(err)
	}
}

func TestFirstSentence(t *testing.T) {
	for text, want := range map[string]string{
		"Returns it.":                         "Returns it.",
		"Returns it. More.":                   "Returns it.",
		"Returns it: 1 or 0.":                 "Returns it.",
		"Of a (see b. c) and /proc/a.b. More": "Of a (see b. c) and /proc/a.b.",
		"Without an end":                      "Without an end",
	} {
		if got := firstSentence(text); got != want {
			t.Errorf("firstSentence(%q) is %q, want %q", text, got, want)
		}
	}
}

func TestSystems(t *testing.T) {
	for letters, want := range map[string]string{"all": "Linux Windows macOS FreeBSD", "L": "Linux", "W F": "Windows FreeBSD"} {
		if got := systemNames(letters); strings.Join(got, " ") != want || systemLetters(got) != letters {
			t.Errorf("%q is read as %q", letters, got)
		}
	}
	for _, letters := range []string{"X", "F L", "L  F", "L W M F", "Linux"} {
		func() {
			defer func() {
				if r := recover(); r == nil {
					t.Errorf("%q is accepted", letters)
				}
			}()
			systemNames(letters)
		}()
	}
}
