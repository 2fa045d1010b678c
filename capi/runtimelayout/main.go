// Command runtimelayout checks what runtime_unix.c assumes about the layout of the Go runtime's variables. It links a
// small program for the given architecture and reads its DWARF, so the answer is the compiler's own. The build of the
// library runs it and fails when a new Go has moved something.
//
//	runtimelayout GOARCH
package main

import (
	"debug/dwarf"
	"debug/elf"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// offsets are the assumed offsets of fields, in words of the architecture plus bytes.
var offsets = []struct {
	structure, field string
	words, bytes     int64
}{
	{"runtime.scavengerState", "sysmonWake", 3, 0},
	{"runtime.scavengerState", "parked", 3, 4},
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: runtimelayout GOARCH")
		os.Exit(2)
	}
	if err := check(os.Args[1]); err != nil {
		fmt.Fprintf(os.Stderr, "runtimelayout: %v: this version of Go is not the one that go.mod names\n", err)
		os.Exit(1)
	}
}

func check(arch string) error {
	dir, err := os.MkdirTemp("", "runtimelayout")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	source, program := filepath.Join(dir, "main.go"), filepath.Join(dir, "main")
	if err := os.WriteFile(source, []byte("package main\n\nfunc main() {}\n"), 0o600); err != nil {
		return err
	}
	build := exec.Command("go", "build", "-o", program, source)
	build.Env = append(os.Environ(), "GOOS=linux", "GOARCH="+arch, "CGO_ENABLED=0", "GOFLAGS=")
	if output, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, output)
	}
	file, err := elf.Open(program)
	if err != nil {
		return err
	}
	defer file.Close()
	data, err := file.DWARF()
	if err != nil {
		return err
	}
	structures, err := readStructures(data)
	if err != nil {
		return err
	}
	word := int64(8)
	if file.Class == elf.ELFCLASS32 {
		word = 4
	}
	for _, o := range offsets {
		want := o.words*word + o.bytes
		if got, ok := structures[o.structure][o.field]; !ok || got != want {
			return fmt.Errorf("%s.%s is at offset %d, expected %d", o.structure, o.field, got, want)
		}
	}
	return nil
}

// readStructures returns the offset of each field of the structures in offsets, or none for one that does not exist.
func readStructures(data *dwarf.Data) (map[string]map[string]int64, error) {
	found := map[string]map[string]int64{}
	for _, o := range offsets {
		found[o.structure] = nil
	}
	for reader := data.Reader(); ; {
		entry, err := reader.Next()
		if entry == nil || err != nil {
			return found, err
		}
		name, _ := entry.Val(dwarf.AttrName).(string)
		if _, wanted := found[name]; !wanted || entry.Tag != dwarf.TagStructType {
			continue
		}
		t, err := data.Type(entry.Offset)
		if err != nil {
			return nil, err
		}
		structure, ok := t.(*dwarf.StructType)
		if !ok {
			continue
		}
		found[name] = map[string]int64{}
		for _, f := range structure.Field {
			found[name][f.Name] = f.ByteOffset
		}
	}
}
