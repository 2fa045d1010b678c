package windows

import (
	"strings"
	"testing"
)

func TestWin32Path(t *testing.T) {
	devices := []device{{"C:", `\Device\HarddiskVolume1`}, {"D:", `\Device\HarddiskVolume10`}, {"E:", `\Device\CdRom0`}}
	for path, want := range map[string]string{
		`\Device\HarddiskVolume1\dir\ä.txt`:               `C:\dir\ä.txt`,
		`\Device\HarddiskVolume10\x`:                      `D:\x`,
		`\Device\HarddiskVolume1`:                         `C:`,
		`\Device\HarddiskVolume12\x`:                      `\\?\GLOBALROOT\Device\HarddiskVolume12\x`,
		`\??\Z:\file`:                                     `Z:\file`,
		`\??\UNC\server\share\x`:                          `\\server\share\x`,
		`\Device\Mup\server\share\x`:                      `\\server\share\x`,
		`\Device\Mup\;LanmanRedirector\server\share\x`:    `\\server\share\x`,
		`\Device\LanmanRedirector\;Z:00000001\server\s\x`: `\\server\s\x`,
		`\\server\share\x`:                                `\\server\share\x`,
		`C:\already`:                                      `C:\already`,
		`Registry`:                                        ``,
		``:                                                ``,
		`\Device\CdRom0\a` + "\xED\xA0\x80":               `E:\a` + "\xED\xA0\x80",
	} {
		equal(t, path, win32Path(path, devices), want)
	}
	for path, want := range map[string]string{`\a\b.exe`: `b.exe`, `Registry`: `Registry`, ``: ``, `a\`: ``} {
		equal(t, path, baseName(path), want)
	}
}

func FuzzWin32Path(f *testing.F) {
	f.Add(`\Device\HarddiskVolume1\dir`)
	f.Add(`\Device\Mup\;x\y`)
	devices := []device{{"C:", `\Device\HarddiskVolume1`}}
	f.Fuzz(func(t *testing.T, path string) {
		win32 := win32Path(path, devices)
		if len(win32) > len(path)+len(globalRoot) || strings.HasPrefix(win32, `\Device`) {
			t.Errorf("%q gives %q", path, win32)
		}
	})
}
