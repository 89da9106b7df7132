package io.github.netnsjunit.topology.rules;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which names are allowed for namespaces and interfaces. */
public final class Names {

    /** {@code IFNAMSIZ - 1} of {@code linux/if.h}. */
    private static final int LONGEST_INTERFACE_NAME = 15;
    /** {@code HOST_NAME_MAX} of {@code linux/limits.h}: the name of a namespace is a host name too. */
    private static final int LONGEST_NAMESPACE_NAME = 64;

    /** RFC 1035, section 2.3.4, without the length bytes at both ends. */
    private static final int LONGEST_DNS_NAME = 253;

    private static final Pattern ALIAS = Pattern.compile("%1$s(\\.%1$s)*".formatted("(?!-)[A-Za-z0-9_-]{1,63}(?<!-)"));
    private static final Pattern NAMESPACE = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*");
    /** Names that inet_aton(3) takes for an address: one to four numbers, each decimal, octal or hexadecimal. */
    private static final Pattern ADDRESS =
            Pattern.compile("%1$s(\\.%1$s){0,3}".formatted("(0[xX]\\p{XDigit}+|[0-9]+)"));

    private Names() {}

    /** Says what is wrong with the name of a namespace; empty if nothing is. */
    public static Optional<String> namespaceMistake(String name) {
        if (name.isEmpty()) {
            return Optional.of("the name of a namespace is empty");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAMESPACE_NAME) {
            return Optional.of("[" + name + "] cannot name a namespace: it is longer than " + LONGEST_NAMESPACE_NAME
                    + " bytes, the longest host name");
        }
        if (!NAMESPACE.matcher(name).matches() || name.contains("..")) {
            return Optional.of(
                    "[" + printable(name) + "] cannot name a namespace: a name begins with a letter, a digit or '_',"
                            + " and goes on with those, '-' and single dots");
        }
        if (hostName(name).equals("localhost") || ADDRESS.matcher(name).matches()) {
            return Optional.of("[" + name + "] cannot name a namespace: as a host name it already means an address");
        }
        return SystemText.mistake(name)
                .map(reason ->
                        "[" + name + "] cannot name a namespace here, because no program could look it up: " + reason);
    }

    /** Says what is wrong with another name for a host; empty if nothing is. The rules are those of RFC 1123, section 2.1, and '_' is allowed. */
    public static Optional<String> aliasMistake(String name) {
        boolean valid = name.length() <= LONGEST_DNS_NAME && ALIAS.matcher(name).matches();
        if (!valid) {
            return Optional.of("[" + printable(name)
                    + "] is no host name: it has parts of 1 to 63 letters, digits, '-' and '_' with dots between them, together at most "
                    + LONGEST_DNS_NAME + ", and none begins or ends with '-'");
        }
        return name.equalsIgnoreCase("localhost") || ADDRESS.matcher(name).matches()
                ? Optional.of("[" + name + "] cannot be an alias: as a host name it already means an address")
                : Optional.empty();
    }

    /**
     * The host name of a namespace. It has '-' in place of '_', which URLs forbid, and no upper case, because name services ignore the
     * case.
     */
    public static String hostName(String namespace) {
        return namespace.replace('_', '-').toLowerCase(Locale.ROOT);
    }

    /**
     * The host name of a namespace in the form that URLs, name servers and programs accept: a name that is not ASCII is written as RFC 3490
     * says ({@code xn--…}). If that is not possible, or would be longer than a host name may be, it is {@link #hostName}.
     */
    public static String asciiHostName(String namespace) {
        String name = hostName(namespace);
        if (name.chars().allMatch(character -> character < 0x80)) { // the tables of IDN take a young JVM 15 ms
            return name;
        }
        try {
            String ascii = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
            return ascii.length() > LONGEST_NAMESPACE_NAME ? name : ascii;
        } catch (IllegalArgumentException impossible) {
            return name;
        }
    }

    /**
     * Checks the name of an interface.
     *
     * @throws IllegalArgumentException if no interface can have this name
     */
    public static void checkInterface(String name) {
        interfaceMistake(name).ifPresent(mistake -> {
            throw new IllegalArgumentException(mistake);
        });
    }

    /**
     * Says what is wrong with the name of an interface; empty if nothing is. The rules are those of {@code dev_valid_name} in
     * {@code net/core/dev.c}. Besides, '%' would make the name a pattern, and NUL would end it.
     */
    public static Optional<String> interfaceMistake(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            return Optional.of("the name of the interface is empty");
        }
        if (bytes.length > LONGEST_INTERFACE_NAME) {
            return Optional.of("the interface name [" + printable(name) + "] has " + bytes.length
                    + " bytes; the kernel takes at most " + LONGEST_INTERFACE_NAME);
        }
        if (name.equals("all") || name.equals("default")) {
            return Optional.of("[" + name + "] cannot name an interface: in net.ipv4.conf it has another meaning");
        }
        if (name.equals(".") || name.equals("..") || hasForbiddenByte(bytes)) {
            return Optional.of(
                    "[" + printable(name) + "] cannot name an interface: white space, NUL, '/', ':' and '%' are not"
                            + " allowed, nor are the names '.' and '..', nor letters such as 'à' and 'Р' with the byte A0 in"
                            + " UTF-8, which the kernel takes for a space");
        }
        return Optional.empty();
    }

    /** The kernel takes a byte for white space if {@code isspace} of its {@code lib/ctype.c} does: in Latin-1, so A0 is white space too. */
    private static boolean hasForbiddenByte(byte... name) {
        for (byte each : name) {
            boolean space = (each >= '\t' && each <= '\r') || each == ' ' || each == (byte) 0xA0;
            if (space || each == 0 || each == '/' || each == ':' || each == '%') {
                return true;
            }
        }
        return false;
    }

    private static String printable(String name) {
        return name.codePoints()
                .mapToObj(c -> Character.isISOControl(c) ? "\\u%04x".formatted(c) : Character.toString(c))
                .reduce("", String::concat);
    }
}
