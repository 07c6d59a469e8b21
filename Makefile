# Everything a person or CI does with a checkout. `make run` and `make test` are the two commands of the README.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run setup test check format lock clean

run: setup
	@$(BIN)/randa run

setup: $(STAMP)

$(STAMP): requirements-dev.txt pyproject.toml tools/setup
	@PYTHON="$(PYTHON)" tools/setup
	@touch $@

test: setup
	@tools/test

check: setup
	@tools/check

format: setup
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix . && tools/templates | xargs -0 $(BIN)/djade --target-version 5.2

# The locks hold names, versions and hashes, no addresses. `make lock UP=-U` takes newer versions.
lock:
	@$(BIN)/uv pip compile --universal --generate-hashes --no-annotate --no-header -q $(UP) pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --universal --generate-hashes --no-annotate --no-header -q $(UP) pyproject.toml --group dev -o requirements-dev.txt

clean:
	rm -rf $(VENV) node_modules var src/randa/core/ui/static/ui/dist
