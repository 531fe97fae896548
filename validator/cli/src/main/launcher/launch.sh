# Runs the sluice command. The launchers of a clone and of a release source this file after they have set
# 'home', the folder of the installation.

fail() {
  printf '%s\n' "$@" >&2
  exit 2
}

# Sets 'java' to the Java to use.
find_java() {
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then java="$JAVA_HOME/bin/java"; else java=java; fi
  command -v "$java" >/dev/null || fail "sluice: Java is not installed; on Debian: apt-get install $1"
}

# launch CLASS_PATH ARGUMENTS...
launch() {
  local class_path="$1" terminals="" logging=()
  shift
  case "${SLUICE_LOG:-text}" in
    text) ;;
    json) logging=(-Dlog4j2.configurationFile=log4j2-json.properties) ;;
    *) fail "sluice: SLUICE_LOG is text or json, not '$SLUICE_LOG'" ;;
  esac
  if [ -t 1 ]; then terminals="out"; fi
  if [ -t 2 ]; then terminals="$terminals,err"; fi
  exec "$java" ${SLUICE_JAVA_OPTS:--Xmx2g} -Djava.util.logging.manager=org.apache.logging.log4j.jul.LogManager \
    --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.lang=ALL-UNNAMED \
    "-Dsluice.home=$home" "-Dsluice.terminals=$terminals" ${logging[@]+"${logging[@]}"} \
    -cp "$class_path${SLUICE_CLASSPATH:+:$SLUICE_CLASSPATH}" io.sluice.cli.Sluice "$@"
}
