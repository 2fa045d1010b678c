package windows

import (
	"slices"
	"strings"
	"testing"
)

// The offsets of the fields in the 64-bit and 32-bit structures.
func TestParameterLayouts(t *testing.T) {
	b := build(0x88).put16(0x38, 20).put16(0x3A, 522).put64(0x40, 0x1234_5678_9abc).put16(0x70, 6).put64(0x78, 0xdef0).put64(0x80, 0x4242).buffer()
	l := &parameters64
	equal(t, "directory", l.unicodeString(b, l.currentDirectory), remoteString{0x1234_5678_9abc, 20})
	equal(t, "command line", l.unicodeString(b, l.commandLine), remoteString{0xdef0, 6})
	equal(t, "environment", l.pointer(b, l.environment), 0x4242)
	equal(t, "size", l.size, len(b.bytes))
	decoded(t, b)
	b = build(0x4c).put16(0x24, 20).put16(0x26, 522).put32(0x28, 0x9abc).put16(0x40, 6).put32(0x44, 0xdef0).put32(0x48, 0x4242).buffer()
	l = &parameters32
	equal(t, "directory", l.unicodeString(b, l.currentDirectory), remoteString{0x9abc, 20})
	equal(t, "command line", l.unicodeString(b, l.commandLine), remoteString{0xdef0, 6})
	equal(t, "environment", l.pointer(b, l.environment), 0x4242)
	equal(t, "size", l.size, len(b.bytes))
	decoded(t, b)
	equal(t, "parameters in the PEB", []int{parameters64.pebParameters, parameters32.pebParameters}, []int{0x20, 0x10})
}

func TestSplitEnvironment(t *testing.T) {
	block := utf16Bytes("=C:=C:\\dir\x00A=1\x00EMPTY=\x00GRÖSSE=日本=x\x00no equals sign\x00\x00behind=the end\x00")
	environ, complete := splitEnvironment(block)
	equal(t, "environ", environ, []string{"A=1", "EMPTY=", "GRÖSSE=日本=x"})
	equal(t, "complete", complete, true)
	environ, complete = splitEnvironment(utf16Bytes("A=1\x00B=2"))
	equal(t, "cut", environ, []string{"A=1"})
	equal(t, "complete", complete, false)
	environ, complete = splitEnvironment(utf16Bytes("A=1\x00"))
	equal(t, "without an end", environ, []string{"A=1"})
	equal(t, "complete", complete, false)
	environ, complete = splitEnvironment(utf16Bytes("\x00"))
	equal(t, "empty", len(environ), 0)
	equal(t, "complete", complete, true)
}

func FuzzSplitEnvironment(f *testing.F) {
	f.Add(utf16Bytes("=C:=C:\\\x00A=1\x00B=\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		environ, _ := splitEnvironment(b)
		size := 0
		for _, entry := range environ {
			if strings.IndexByte(entry, '=') < 1 || strings.IndexByte(entry, 0) >= 0 {
				t.Errorf("entry %q", entry)
			}
			size += 2 + 2*len(encodeUTF16(entry))
		}
		if size > len(b) {
			t.Errorf("%d bytes of %d", size, len(b))
		}
	})
}

func TestTrimDirectory(t *testing.T) {
	for path, want := range map[string]string{`C:\`: `C:\`, `C:\dir\`: `C:\dir`, `\\server\share\`: `\\server\share`, ``: ``, `C:\dir`: `C:\dir`} {
		equal(t, path, trimDirectory(path), want)
	}
}

func TestSplitCommandLine(t *testing.T) {
	for line, want := range map[string][]string{
		``:                       nil,
		`a`:                      {`a`},
		`prog.exe a  b`:          {`prog.exe`, `a`, `b`},
		`"C:\two words\p.exe" a`: {`C:\two words\p.exe`, `a`},
		`"C:\dir\" a`:            {`C:\dir\`, `a`},
		`"p"a b`:                 {`p`, `a`, `b`},
		`C:\a"b c`:               {`C:\a"b`, `c`},
		`"unfinished`:            {`unfinished`},
		` a`:                     {``, `a`},
		`p ""`:                   {`p`, ``},
		`p "" x`:                 {`p`, ``, `x`},
		`p "a b"c`:               {`p`, `a bc`},
		`p \"a`:                  {`p`, `"a`},
		`p \\"a b"`:              {`p`, `\a b`},
		`p \\\"a`:                {`p`, `\"a`},
		`p a\\b "c\\"`:           {`p`, `a\\b`, `c\`},
		`p """a b"""`:            {`p`, `"a`, `b"`},
		"p a\tb\t":               {`p`, `a`, `b`},
		"p \xED\xA0\x80 日":       {`p`, "\xED\xA0\x80", `日`},
		`p "a`:                   {`p`, `a`},
		`p "a\`:                  {`p`, `a\`},
	} {
		if got := splitCommandLine(line); !slices.Equal(got, want) {
			t.Errorf("%q gives %q, want %q", line, got, want)
		}
	}
}

func FuzzSplitCommandLine(f *testing.F) {
	f.Add(`"a b" c\\" \\\"d `)
	f.Fuzz(func(t *testing.T, line string) {
		arguments := splitCommandLine(line)
		size := 0
		for _, argument := range arguments {
			size += len(argument)
		}
		if size > len(line) || (len(arguments) == 0) != (line == "") {
			t.Errorf("%q gives %q", line, arguments)
		}
	})
}
