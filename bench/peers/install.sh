#!/bin/sh
# Installs the peers that are not there: install.sh FOLDER. SQLite comes with Python; Bleve with this module.
# Python packages and the Lucene program go into FOLDER; Xapian's binding comes from the distribution (Debian, Ubuntu), as root.
set -eu
folder=${1:?folder}
here=$(dirname "$0")
mkdir -p "$folder"

PYTHONPATH="$folder/python" python3 -c 'import tantivy' 2>/dev/null || python3 -m pip install --quiet --target "$folder/python" tantivy==0.27.0

/usr/bin/python3 -c 'import xapian' 2>/dev/null || apt-get install -y python3-xapian

# Lucene 10.4.0 needs Java 21.
for java in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
	[ -x "$java/bin/javac" ] || continue
	version=$("$java/bin/javac" -version | sed 's/javac \([0-9]*\).*/\1/')
	if [ "$version" -ge 21 ]; then
		JAVA_HOME=$java mvn --quiet --batch-mode -f "$here/lucene" package -Dout="$(cd "$folder" && pwd)/lucene"
		exit
	fi
done
echo "Lucene is left out: no JDK 21 or later; set JAVA_HOME" >&2
