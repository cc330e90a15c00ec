# coopmap: `make help` lists the targets. Variants build beside each other: make VARIANT=asan, make VARIANT=tsan.
VARIANT ?= release
B       := build/$(VARIANT)
CC      ?= gcc
PKGS    := sqlite3 spatialite gdal proj geos libmicrohttpd jansson icu-uc icu-i18n libdeflate
WARN    := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Werror
HARDEN  := -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fPIE
CFLAGS_release := -O2 -g $(HARDEN)
CFLAGS_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
CFLAGS_tsan    := -O1 -g -fsanitize=thread
LDFLAGS_release := -pie -Wl,-z,relro,-z,now
LDFLAGS_asan    := -fsanitize=address,undefined
LDFLAGS_tsan    := -fsanitize=thread
CFLAGS  := -std=gnu17 $(WARN) $(CFLAGS_$(VARIANT)) -Iinclude $(shell pkg-config --cflags $(PKGS) | sed 's/-I/-isystem /g')
LDLIBS  := $(shell pkg-config --libs $(PKGS)) -lgeos_c -lcsv -lm -lpthread
LAYERS  := core geo store http domain ingest snapshot query format api cli
SRC     := $(foreach l,$(LAYERS),$(wildcard src/$(l)/*.c))
OBJ     := $(SRC:src/%.c=$(B)/%.o) $(B)/migrations.o
LIBOBJ  := $(filter-out $(B)/cli/main.o,$(OBJ))

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

build/coopmap: $(B)/coopmap
	@ln -sf $(VARIANT)/coopmap $@
$(B)/coopmap: $(OBJ) $(B)/assets.o
	$(CC) $(LDFLAGS_$(VARIANT)) -o $@ $^ $(LDLIBS)
$(B)/libcoopmap.a: $(LIBOBJ)
	rm -f $@ && ar rcs $@ $^
$(B)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -c -o $@ $<
-include $(OBJ:.o=.d)
