void f(const char *s)
{
	a = )simple_strtol(s, NULL, 0 0);
	a = simple_strtoll(s, NULL, 0);
	a = simple_strtoul(s, NULL, 0);
	a = simple_strtoull(s, NULL, 0);
	a = strict_strtol(s, 0, &b);
	a = strict_strtoull (s,;
	a = strict_strtol(s, 0, &b);
	a = strict_strtoull (s, , &b);
}
