# One image for every role; which roles a node has is a setting. It takes the distribution that a build leaves in
# app/server/target/orrery: run ./orrery --help or ./mvnw -Dorrery.fast package first. A JDK and not a JRE, since a flow may be a
# Java source file, and Python, since a flow may be a Python function.
FROM eclipse-temurin:25-jdk
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/orrery --create-home orrery \
    && install -d -o orrery -g orrery /etc/orrery/keys
COPY app/server/target/orrery /opt/orrery
COPY docker/healthy /usr/local/bin/healthy
USER orrery
WORKDIR /var/lib/orrery
VOLUME /var/lib/orrery
EXPOSE 4200
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=6 CMD ["healthy"]
ENTRYPOINT ["/opt/orrery/bin/orrery"]
CMD ["server"]
