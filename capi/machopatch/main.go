// Command machopatch changes Mach-O files, for which Debian has no objcopy, lipo and codesign that suffice.
//
//	machopatch objects ARGUMENT...
//
// prepares the objects among the arguments that Go's linker passes to the external linker (link_darwin.sh): Go's entry
// leaves the initializers and gets a name, what the C in capi/ needs of the runtime becomes visible to it, functions
// that capi/ replaces are redirected, and everything but the public functions is hidden. It fails if a new Go has moved
// something.
//
//	machopatch finish LIBRARY IDENTIFIER
//
// hides what the linker itself exports, and signs the library ad hoc. macOS runs no code on arm64 without a signature,
// and an ad-hoc one needs no certificate.
//
//	machopatch universal OUTPUT LIBRARY...
//
// joins libraries for several processors, each with its signature, in one file.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "machopatch: %v\n", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 2 {
		return errors.New("expected objects ARGUMENT..., finish LIBRARY IDENTIFIER or universal OUTPUT LIBRARY... LIBRARY")
	}
	files := make([][]byte, 0, len(args))
	read := func(names []string) error {
		for _, name := range names {
			file, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			files = append(files, file)
		}
		return nil
	}
	switch names := args[1:]; {
	case args[0] == "objects":
		names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !strings.HasSuffix(name, ".o") })
		if !slices.ContainsFunc(names, isGoObject) {
			return nil // Go's linker tries which flags the external linker accepts
		}
		if err := read(names); err != nil {
			return err
		}
		changed, err := patchObjects(names, files)
		if err != nil {
			return fmt.Errorf("%w: this version of Go is not the one that go.mod names", err)
		}
		for i, name := range names {
			if err := os.WriteFile(name, changed[i], 0o644); err != nil {
				return err
			}
		}
		return nil
	case args[0] == "finish" && len(names) == 2:
		if err := read(names[:1]); err != nil {
			return err
		}
		signed, err := finish(files[0], names[1])
		if err != nil {
			return fmt.Errorf("%s: %w", names[0], err)
		}
		return os.WriteFile(names[0], signed, 0o755)
	case args[0] == "universal" && len(names) > 1:
		if err := read(names[1:]); err != nil {
			return err
		}
		out, err := universal(files)
		if err != nil {
			return err
		}
		return os.WriteFile(names[0], out, 0o755)
	}
	return fmt.Errorf("%s: unknown command, or wrong number of arguments", args[0])
}

// finish returns the library with the public functions as its only exports, signed.
func finish(file []byte, identifier string) ([]byte, error) {
	file = bytes.Clone(file)
	if err := hideLinkerSymbols(file); err != nil {
		return nil, err
	}
	signed, err := sign(file, identifier)
	if err != nil {
		return nil, err
	}
	return signed, checkSignature(signed)
}
