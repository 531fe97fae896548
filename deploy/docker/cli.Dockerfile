# The sluice command. Linted, but never built; see docs/verification.md. Build it where the archive is:
#   docker build -f deploy/docker/cli.Dockerfile --build-arg VERSION=0.1.0-SNAPSHOT -t sluice validator/release/target
FROM eclipse-temurin:17.0.17_10-jre
ARG VERSION
ADD sluice-${VERSION}.tar.gz /opt/
RUN ln -s "/opt/sluice-${VERSION}" /opt/sluice && mkdir /work && chown 10001 /work
USER 10001
WORKDIR /work
ENTRYPOINT ["/opt/sluice/bin/sluice"]
