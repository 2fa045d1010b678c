package windows

import "strings"

// device is a drive and the name that the kernel has for it.
type device struct{ drive, name string }

const (
	ntPathPrefix = `\??\`
	globalRoot   = `\\?\GLOBALROOT` // leads from Win32 paths to all names of the kernel
)

// networkRoots are the devices of network file systems. What follows is the server and the share.
var networkRoots = []string{`\??\UNC\`, `\Device\Mup\`, `\Device\LanmanRedirector\`}

// win32Path converts a path of the kernel, such as \Device\HarddiskVolume1\file, to one that programs can use, such as
// C:\file. What is not a path, as the names of processes without an executable, becomes "".
func win32Path(path string, devices []device) string {
	for _, root := range networkRoots {
		if share, found := strings.CutPrefix(path, root); found {
			// A redirector's path may begin with the drive and the session that it is connected to:
			// ";Z:0000000000001234\".
			if strings.HasPrefix(share, ";") {
				_, share, _ = strings.Cut(share, `\`)
			}
			return `\\` + share
		}
	}
	if file, found := strings.CutPrefix(path, ntPathPrefix); found {
		return file
	}
	for _, d := range devices {
		if file, found := strings.CutPrefix(path, d.name); found && (file == "" || file[0] == '\\') {
			return d.drive + file
		}
	}
	switch {
	case strings.HasPrefix(path, `\\`), len(path) > 2 && path[1] == ':':
		return path
	case strings.HasPrefix(path, `\`):
		return globalRoot + path
	}
	return ""
}

// baseName returns what follows the last backslash of a path.
func baseName(path string) string { return path[strings.LastIndexByte(path, '\\')+1:] }
