package darwin

import (
	"encoding/binary"
	"strings"
	"testing"
)

// arguments builds an answer of KERN_PROCARGS2.
func arguments(count int32, text string) []byte {
	return append(binary.LittleEndian.AppendUint32(nil, uint32(count)), text...)
}

func TestDecodeProcessArguments(t *testing.T) {
	const path = "/usr/bin/python3\x00\x00\x00\x00\x00\x00\x00\x00"
	for name, c := range map[string]struct {
		answer []byte
		want   processArguments
	}{
		"usual": {
			arguments(2, path+"python3\x00-c\x00HOME=/Users/me\x00EMPTY=\x00A=b=c\x00\x00executable_path=/usr/bin/python3\x00"),
			processArguments{[]string{"python3", "-c"}, []string{"HOME=/Users/me", "EMPTY=", "A=b=c"}},
		},
		"empty arguments":               {arguments(4, path+"a\x00\x00\x00b\x00X=1\x00"), processArguments{[]string{"a", "", "", "b"}, []string{"X=1"}}},
		"an empty first argument":       {arguments(2, path+"\x00b\x00X=1\x00"), processArguments{[]string{"", "b"}, []string{"X=1"}}},
		"a path of 7 bytes":             {arguments(2, "/bin/ls\x00\x00b\x00"), processArguments{[]string{"", "b"}, nil}},
		"a path of 8 bytes":             {arguments(1, "/bin/cat\x00\x00\x00\x00\x00\x00\x00\x00cat\x00"), processArguments{[]string{"cat"}, nil}},
		"no arguments":                  {arguments(0, path+"X=1\x00"), processArguments{nil, []string{"X=1"}}},
		"no environment":                {arguments(1, path+"a\x00"), processArguments{[]string{"a"}, nil}},
		"a protected process":           {arguments(1, path+"a\x00\x00ptr_munge=\x00main_stack=\x00"), processArguments{[]string{"a"}, nil}},
		"a variable without =":          {arguments(1, path+"a\x00bad\x00=x\x00X=1\x00\x00"), processArguments{[]string{"a"}, []string{"X=1"}}},
		"more arguments than text":      {arguments(1<<30, path+"a\x00b\x00"), processArguments{[]string{"a", "b"}, nil}},
		"cut in an argument":            {arguments(2, path+"a\x00bcd"), processArguments{[]string{"a", "bcd"}, nil}},
		"cut in the environment":        {arguments(1, path+"a\x00X=1\x00Y=lo"), processArguments{[]string{"a"}, []string{"X=1", "Y=lo"}}},
		"no padding behind the path":    {arguments(1, "/bin/a\x00a\x00X=1\x00"), processArguments{[]string{"a"}, []string{"X=1"}}},
		"nothing behind the path":       {arguments(3, "/bin/a\x00"), processArguments{}},
		"bytes that are not characters": {arguments(1, path+"\xff\xfe\x00"), processArguments{[]string{"\xff\xfe"}, nil}},
	} {
		got, ok := decodeProcessArguments(c.answer)
		equal(t, name+": decoded", ok, true)
		equal(t, name, got, c.want)
	}
	for name, answer := range map[string][]byte{
		"nothing": nil, "half of a number": {1, 0}, "only the number": arguments(1, ""), "no end of the path": arguments(1, "/bin/a"),
		"a negative number": arguments(-1, path+"a\x00"),
	} {
		_, ok := decodeProcessArguments(answer)
		equal(t, name+": decoded", ok, false)
	}
}

func FuzzProcessArguments(f *testing.F) {
	f.Add(arguments(2, "/bin/a\x00\x00\x00a\x00b\x00X=1\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, ok := decodeProcessArguments(b)
		total := len(strings.Join(a.arguments, " ")) + len(strings.Join(a.environment, " "))
		if total > len(b) || !ok && total > 0 {
			t.Errorf("%d bytes from %d, decoded: %t", total, len(b), ok)
		}
		for _, variable := range a.environment {
			if !strings.Contains(variable, "=") {
				t.Errorf("variable %q", variable)
			}
		}
	})
}
