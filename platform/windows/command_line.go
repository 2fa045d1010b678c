package windows

// splitCommandLine splits a command line into arguments, by the rules of CommandLineToArgvW and of the C library. The
// program's name has none of the others' rules for backslashes: a path may end with one.
func splitCommandLine(line string) []string {
	if line == "" {
		return nil
	}
	arguments := make([]string, 0, 8)
	program, line := cutProgram(line)
	arguments = append(arguments, program)
	for {
		for line != "" && isBlank(line[0]) {
			line = line[1:]
		}
		if line == "" {
			return arguments
		}
		var argument string
		argument, line = cutArgument(line)
		arguments = append(arguments, argument)
	}
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// cutProgram returns the first argument: up to a blank or, if it begins with a quote, up to the next one.
func cutProgram(line string) (program, remaining string) {
	if line[0] == '"' {
		for i := 1; i < len(line); i++ {
			if line[i] == '"' {
				return line[1:i], line[i+1:]
			}
		}
		return line[1:], ""
	}
	for i := 0; i < len(line); i++ {
		if line[i] <= ' ' { // any control character ends it
			return line[:i], line[i+1:]
		}
	}
	return line, ""
}

// cutArgument returns the next argument. Backslashes before a quote are halved, and an odd one makes the quote a
// character. In a quoted part, two quotes are one, and a third ends the part.
func cutArgument(line string) (argument, remaining string) {
	text := make([]byte, 0, len(line))
	quotes, backslashes := 0, 0
	i := 0
	for ; i < len(line) && (quotes != 0 || !isBlank(line[i])); i++ {
		switch c := line[i]; c {
		case '\\':
			text = append(text, c)
			backslashes++
		case '"':
			text = text[:len(text)-(backslashes+1)/2]
			if backslashes%2 == 1 {
				text = append(text, c)
			} else {
				quotes++
			}
			backslashes = 0
			for i+1 < len(line) && line[i+1] == '"' {
				if quotes++; quotes == 3 {
					text = append(text, c)
					quotes = 0
				}
				i++
			}
			if quotes == 2 {
				quotes = 0
			}
		default:
			text = append(text, c)
			backslashes = 0
		}
	}
	return string(text), line[i:]
}
