/*
 * What libbpf makes of CO-RE relocations. Reads lines "MODE OBJECT BTF" and prints each program's instructions after
 * relocation against that BTF. MODE is "each", every program on its own, or "whole", all of an object at once.
 *
 *   object NAME
 *   program NAME 0 HEX...     or     program NAME -ERRNO
 *
 * The kernel is not asked: bpf() is answered here, each load with a descriptor of /dev/null. With an argument, libbpf's
 * log goes to standard error.
 */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

static int verbose;

long syscall(long number, ...)
{
	static long (*real)(long, ...);
	long a[6];
	va_list list;
	int i;

	va_start(list, number);
	for (i = 0; i < 6; i++)
		a[i] = va_arg(list, long);
	va_end(list);
	if (number == __NR_bpf)
		return open("/dev/null", O_RDWR | O_CLOEXEC);
	if (!real)
		real = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
	return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

static int print_log(enum libbpf_print_level level, const char *format, va_list arguments)
{
	return verbose ? vfprintf(stderr, format, arguments) : 0;
}

static void print_program(const struct bpf_program *program, int error)
{
	const struct bpf_insn *insns = bpf_program__insns(program);
	size_t i, count = bpf_program__insn_cnt(program);

	printf("program %s %d", bpf_program__name(program), error);
	for (i = 0; !error && i < count; i++) {
		const unsigned char *b = (const unsigned char *)&insns[i];

		printf(" %02x%02x%02x%02x%02x%02x%02x%02x", b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7]);
	}
	printf("\n");
}

/* Loads all programs, or the one with an index; says how many there are. */
static int relocate(const char *file, const char *btf, int only)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .btf_custom_path = btf);
	struct bpf_object *object = bpf_object__open_file(file, &options);
	struct bpf_program *program;
	int index = 0, error;

	if (!object) {
		fprintf(stderr, "%s: cannot be opened\n", file);
		return -1;
	}
	bpf_object__for_each_program(program, object)
		bpf_program__set_autoload(program, only < 0 || index++ == only);
	error = bpf_object__load(object);
	index = 0;
	bpf_object__for_each_program(program, object)
		if (only < 0 || index++ == only)
			print_program(program, error);
	bpf_object__close(object);
	return index;
}

int main(int count, char **arguments)
{
	static char line[8192];

	verbose = count > 1;
	libbpf_set_print(print_log);
	while (fgets(line, sizeof(line), stdin)) {
		char *mode = strtok(line, " \n"), *file = strtok(NULL, " \n"), *btf = strtok(NULL, " \n");
		int index, programs = 1;

		if (!btf)
			return 2;
		printf("object %s\n", file);
		if (!strcmp(mode, "whole"))
			relocate(file, btf, -1);
		else
			for (index = 0; index < programs; index++)
				if ((programs = relocate(file, btf, index)) < 0)
					return 1;
		fflush(stdout);
	}
	return 0;
}
