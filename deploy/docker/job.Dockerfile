# The job for a Flink cluster. Linted, but never built; see docs/verification.md. Build it after the archive:
#   docker build -f deploy/docker/job.Dockerfile --build-arg VERSION=0.1.0-SNAPSHOT -t sluice-job validator/job/target
FROM flink:2.1.3-java17
ARG VERSION
COPY --chown=flink:flink sluice-job-${VERSION}-cluster.jar /opt/flink/usrlib/sluice.jar
