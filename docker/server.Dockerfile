# Built from the root of the repository: docker build -f docker/server.Dockerfile .
# Debian, not Alpine: the lockfile's own Node, which builds, needs glibc.
FROM node:26.10.0-trixie-slim AS source
WORKDIR /build
COPY . .

FROM source AS build
# With the optional packages: the compilers' native parts are among them.
RUN npm ci
RUN npx nx run-many -t build --projects=@clearwell/server,@clearwell/web

FROM source AS packages
# What the server runs on and nothing else; the carried Node stays out, the image has its own.
RUN npm ci --omit=dev --workspace=@clearwell/server

FROM node:26.10.0-trixie-slim
ENV NODE_ENV=production
WORKDIR /opt/clearwell
COPY --from=packages /build/node_modules node_modules
COPY --from=build /build/apps/server/package.json apps/server/
COPY --from=build /build/apps/server/dist apps/server/dist
COPY --from=build /build/apps/web/dist apps/web/dist

RUN install -d -o node -g node /data
USER node
VOLUME /data
ENV CLEARWELL_DATA=/data CLEARWELL_HTTP_PORT=3000
EXPOSE 3000

# The slim image has no curl.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.CLEARWELL_HTTP_PORT}/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# No npm in between: the signal to stop must reach the server itself.
CMD ["node", "apps/server/dist/main.js"]
