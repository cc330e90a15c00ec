# coopmap: `make help` lists the targets. Variants build beside each other: make VARIANT=asan, make VARIANT=tsan.
VARIANT ?= release
PREFIX  ?= /usr/local
FUZZ_SECONDS ?= 30
B       := build/$(VARIANT)
ifeq ($(origin CC),default)
CC      := $(if $(filter fuzz,$(VARIANT)),clang,gcc)
endif
PKGS    := sqlite3 spatialite gdal proj geos libmicrohttpd jansson icu-uc icu-i18n libdeflate zlib libxml-2.0 xlsxwriter libcrypto libzip
WARN    := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Werror
HARDEN  := -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fPIE
# Under sanitizers gcc (not clang, which fuzzes) guesses string lengths and first values wrongly; the release build keeps those warnings.
SANITIZE := -O1 -g -fno-omit-frame-pointer
UNSURE  := -Wno-format-truncation -Wno-maybe-uninitialized
CFLAGS_release := -O2 -g $(HARDEN)
CFLAGS_asan    := $(SANITIZE) $(UNSURE) -fsanitize=address,undefined -fno-sanitize-recover=undefined
CFLAGS_tsan    := $(SANITIZE) $(UNSURE) -fsanitize=thread
CFLAGS_fuzz    := $(SANITIZE) -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
LDFLAGS_release := -pie -Wl,-z,relro,-z,now
LDFLAGS_asan    := -fsanitize=address,undefined
LDFLAGS_tsan    := -fsanitize=thread
LDFLAGS_fuzz    := -fsanitize=address,undefined
# Of xlsxwriter on Debian 13 comes the folder of minizip, whose zip.h would stand before that of libzip.
INCLUDES := $(filter-out -I/usr/include/minizip,$(shell pkg-config --cflags $(PKGS)))
CFLAGS  := -std=gnu17 $(WARN) $(CFLAGS_$(VARIANT)) -Iinclude -Isrc $(patsubst -I%,-isystem %,$(INCLUDES))
LDLIBS  := $(shell pkg-config --libs $(PKGS)) -lgeos_c -lcsv -lm -lpthread
LAYERS  := core geo store http domain ingest snapshot query format api cli
SRC     := $(foreach l,$(LAYERS),$(wildcard src/$(l)/*.c))
OBJ     := $(SRC:src/%.c=$(B)/%.o) $(B)/migrations.o $(B)/assets.o
LIBOBJ  := $(filter-out $(B)/cli/main.o,$(OBJ))
TESTS   := $(patsubst %.c,$(B)/%,$(wildcard tests/unit/test_*.c))
TOOLS   := $(patsubst %.c,$(B)/%,$(wildcard tests/tools/*.c))
FUZZERS := $(patsubst %.c,$(B)/%,$(wildcard tests/fuzz/fuzz_*.c))
PAGE    := $(shell [ -d web/dist ] && find web/dist)

.PHONY: help all unit test lint lint-c format asan tsan fuzz fuzzers bench bench-page bench-rivals install clean
help: ## this list
	@grep -hE '^[a-z/-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16
all: build/coopmap unit ## the program and its unit tests (the default of nothing: say `make all`)
build/coopmap: $(B)/coopmap ## the program; the page in web/dist is inside if it was built
	@ln -sfn $(VARIANT)/coopmap $@
unit: $(TESTS) $(TOOLS) ## unit test programs, and tools of other tests
test: ## everything that checks it; the last line is "N passed, N failed"
	scripts/test --installed
lint: ## layers, SQL, format, clang-tidy, cppcheck; only what changed
	scripts/lint-layers
	scripts/lint-sql
	scripts/lint-format
	@$(MAKE) --no-print-directory -j2 lint-c
format: ## put every C file into the project's format
	clang-format -i $(wildcard src/*/*.c include/*/*.h tests/*/*.c tests/*/*.h)
asan: ## the whole suite under AddressSanitizer and UBSan
	VARIANT=asan scripts/test --installed
tsan: ## the whole suite under ThreadSanitizer
	VARIANT=tsan scripts/test --installed
fuzz: ## every fuzzer for FUZZ_SECONDS (30)
	$(MAKE) VARIANT=fuzz fuzzers
	scripts/fuzz $(FUZZ_SECONDS)
fuzzers: $(FUZZERS)
BENCHES := $(patsubst tests/bench/%.c,build/release/tests/bench/%,$(wildcard tests/bench/*.c))
bench: build/coopmap $(BENCHES) ## a million projects over 30,000 areas, beside nginx
	scripts/bench
bench-page: build/coopmap ## the page in Chromium: weight, first map, a filter's change, 5,000 and a million projects
	scripts/build-page npm run --silent bench
bench-rivals: build/coopmap $(BENCHES) ## the same rows in PostGIS, MapServer, Martin, tipg, pygeoapi, tileserver-gl and nginx
	scripts/bench rivals
install: build/coopmap ## into PREFIX (/usr/local): program and man page
	install -D -m 755 $(B)/coopmap $(DESTDIR)$(PREFIX)/bin/coopmap
	install -D -m 644 src/cli/coopmap.1 $(DESTDIR)$(PREFIX)/share/man/man1/coopmap.1
clean: ## remove what was built, keep databases and downloaded tools
	rm -rf build/release build/asan build/tsan build/fuzz build/lint build/page build/coopmap build/assets.c build/migrations.c

$(B)/coopmap: $(OBJ)
	$(CC) $(LDFLAGS_$(VARIANT)) -o $@ $^ $(LDLIBS)
$(B)/libcoopmap.a: $(LIBOBJ)
	rm -f $@ && ar rcs $@ $^
$(B)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<
$(B)/%.o: build/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<
$(B)/tests/unit/%: tests/unit/%.c $(B)/libcoopmap.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS_$(VARIANT)) -MMD -MP -o $@ $< $(B)/libcoopmap.a -lcmocka $(LDLIBS)
$(B)/tests/tools/%: tests/tools/%.c $(B)/libcoopmap.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS_$(VARIANT)) -MMD -MP -o $@ $< $(B)/libcoopmap.a $(LDLIBS)
$(B)/tests/bench/%: tests/bench/%.c $(B)/libcoopmap.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS_$(VARIANT)) -MMD -MP -o $@ $< $(B)/libcoopmap.a $(LDLIBS)
$(B)/tests/fuzz/%: tests/fuzz/%.c $(B)/libcoopmap.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS_$(VARIANT)) -MMD -MP -o $@ $< $(B)/libcoopmap.a $(LDLIBS)
build/migrations.c: scripts/embed $(wildcard src/store/migrations/*.sql)
	scripts/embed migrations $@ $(sort $(filter %.sql,$^))
build/assets.c: scripts/embed $(PAGE)
	scripts/embed page $@ web/dist

# One stamp for each file; its object file stands for the headers it includes.
lint-c: $(patsubst src/%.c,build/lint/%.stamp,$(SRC))
build/lint/%.stamp: src/%.c $(B)/%.o .clang-tidy
	@mkdir -p $(@D)
	@echo lint $<
	@clang-tidy --quiet $< -- $(filter-out -Werror,$(CFLAGS)) 2>$@.log || { cat $@.log; exit 1; }
	@cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	  --suppressions-list=scripts/cppcheck.txt -Iinclude $<
	@touch $@

-include $(OBJ:.o=.d) $(TESTS:=.d) $(TOOLS:=.d) $(FUZZERS:=.d)
