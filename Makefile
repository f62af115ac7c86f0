# One word per job; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help up down test check bench

NODE_TS := node -r ts-node/register/transpile-only

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The stack that is played: make up STACK=dev
STACK ?= local

up: node_modules/.package-lock.json ## Serve a stack on the embedded control plane: local, or STACK=dev and so on.
	@node bin/llmd.js local up --stack $(STACK)

down: node_modules/.package-lock.json ## Remove the local stack and its control plane.
	@node bin/llmd.js local down

test: node_modules/.package-lock.json ## Types, lint and every test.
	@$(NODE_TS) scripts/test.ts

check: node_modules/.package-lock.json ## Types, lint and the pure specs, in seconds.
	@$(NODE_TS) scripts/test.ts types lint pure

bench: node_modules/.package-lock.json ## Print what previews, imports and plans cost, beside an empty program and helm.
	@npm run --silent bench

# npm writes this file last: an older one means that the packages are absent, half done or stale.
node_modules/.package-lock.json: package-lock.json
	@npm ci --no-audit --no-fund
	@touch $@
