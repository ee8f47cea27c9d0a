package clustertest

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fakeJDK makes a folder that looks like a JDK of a version.
func fakeJDK(t *testing.T, release string) string {
	t.Helper()
	home := t.TempDir()
	for name, text := range map[string]string{"bin/javac": "", "release": release} {
		name = filepath.Join(home, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return home
}

func TestJavaVersion(t *testing.T) {
	for release, want := range map[string]int{
		"IMPLEMENTOR=\"Debian\"\nJAVA_VERSION=\"17.0.15\"\n": 17,
		"JAVA_VERSION=\"25\"\n":                              25,
		"JAVA_VERSION=\"1.8.0_292\"\n":                       1,
		"JAVA_RUNTIME_VERSION=\"21.0.1+12\"\n":               0,
	} {
		if got := javaVersion(fakeJDK(t, release)); got != want {
			t.Errorf("javaVersion of %q = %d, want %d", release, got, want)
		}
	}
	if got := javaVersion(t.TempDir()); got != 0 {
		t.Errorf("javaVersion of an empty folder = %d, want 0", got)
	}
}

func TestFindJDKTakesWhatIsNewEnough(t *testing.T) {
	home := fakeJDK(t, `JAVA_VERSION="999"`)
	t.Setenv("JAVA_HOME", home)
	if got, err := findJDK(998); got != home || err != nil {
		t.Errorf("findJDK = %s, %v; want %s", got, err, home)
	}
	if _, err := findJDK(1000); !errors.Is(err, ErrNoJava) || !strings.Contains(err.Error(), "1000") {
		t.Errorf("findJDK = %v, want ErrNoJava that names the version", err)
	}
}

// What Maven fetched may have been removed since.
func TestClasspathOfMissingJarsIsNone(t *testing.T) {
	folder := t.TempDir()
	jar := filepath.Join(folder, "some.jar")
	if err := errors.Join(os.WriteFile(jar, nil, 0o600), os.WriteFile(filepath.Join(folder, "classpath"), []byte(jar), 0o600)); err != nil {
		t.Fatal(err)
	}
	want := filepath.Join(folder, "classes") + string(filepath.ListSeparator) + jar
	if got, err := readClasspath(folder); got != want || err != nil {
		t.Errorf("readClasspath = %s, %v; want %s", got, err, want)
	}
	if err := os.Remove(jar); err != nil {
		t.Fatal(err)
	}
	if got, err := readClasspath(folder); err == nil {
		t.Errorf("readClasspath = %s without its jar, want an error", got)
	}
}

func TestFreePortsDiffer(t *testing.T) {
	ports, err := freePorts(20)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int]bool{}
	for _, port := range ports {
		if seen[port] {
			t.Errorf("port %d twice", port)
		}
		seen[port] = true
	}
}

// A wrong address is not quoted, since it may have a password in it.
func TestConnectHidesPasswords(t *testing.T) {
	_, err := connect("http://reader:wordofmouth@[broken")
	if err == nil || strings.Contains(err.Error(), "wordofmouth") {
		t.Errorf("connect = %v", err)
	}
}
