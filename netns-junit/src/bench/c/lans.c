/* The floor of LANs and routers: what the kernel itself costs to make the same network and to drop it.
 *
 *   lans CYCLES HOSTS      HOSTS hosts on one switch, in HOSTS + 1 namespaces
 *   lans CYCLES routers    three routers in a row, and three hosts on the LAN at each end of it
 *
 * One datagram a namespace and round, no look-ups; and the kernel parameters that every namespace of a lab, and every router, has.
 *
 * Build: gcc -O2 -o lans lans.c      Run as root. Prints microseconds a cycle.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 1024, MANY = 100, BRIDGE = 10, BATCH = 16384, FULL = 15000 };

struct node { int namespace_fd, netlink, is_switch, is_router; };
struct cable { int node, lan; char address[16]; };
struct route { int node; const char *to; int prefix; const char *via; };

static struct node nodes[MOST];
static struct cable cables[MOST];
static struct route routes[32];
static int node_count, cable_count, route_count;

static char batch[BATCH];
static int used, pending, sequence;
static struct nlmsghdr *message;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void begin(int type, int flags, const void *header, size_t size) {
    message = (struct nlmsghdr *)(batch + used);
    memset(message, 0, NLMSG_HDRLEN);
    message->nlmsg_type = type;
    message->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
    message->nlmsg_seq = ++sequence;
    memcpy(NLMSG_DATA(message), header, size);
    message->nlmsg_len = NLMSG_LENGTH(size);
}

static struct rtattr *attribute(int type, const void *value, size_t size) {
    struct rtattr *a = (struct rtattr *)((char *)message + NLMSG_ALIGN(message->nlmsg_len));
    a->rta_type = type;
    a->rta_len = RTA_LENGTH(size);
    if (value) memcpy(RTA_DATA(a), value, size);
    message->nlmsg_len = NLMSG_ALIGN(message->nlmsg_len) + RTA_ALIGN(a->rta_len);
    return a;
}

static void close_nest(struct rtattr *a) { a->rta_len = (char *)message + message->nlmsg_len - (char *)a; }

static void flush_to(int netlink) {
    if (!used) return;
    if (send(netlink, batch, used, 0) < 0) die("send");
    char replies[65536];
    while (pending > 0) {
        int size = recv(netlink, replies, sizeof replies, 0);
        if (size < 0) die("recv");
        for (struct nlmsghdr *h = (struct nlmsghdr *)replies; NLMSG_OK(h, size); h = NLMSG_NEXT(h, size)) {
            if (h->nlmsg_type != NLMSG_ERROR) continue;
            errno = -((struct nlmsgerr *)NLMSG_DATA(h))->error;
            if (errno) die("netlink");
            pending--;
        }
    }
    used = 0;
}

static void end(int netlink) {
    used += NLMSG_ALIGN(message->nlmsg_len);
    pending++;
    if (used > FULL) flush_to(netlink);
}

static void link_up(int netlink, int index) {
    struct ifinfomsg link = {.ifi_index = index, .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
    begin(RTM_NEWLINK, 0, &link, sizeof link);
    end(netlink);
}

static void add_bridge(int netlink) {
    struct ifinfomsg link = {.ifi_index = BRIDGE};
    if (cable_count < MANY) link.ifi_flags = link.ifi_change = IFF_UP;
    begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &link, sizeof link);
    attribute(IFLA_IFNAME, "lan", 4);
    struct rtattr *info = attribute(IFLA_LINKINFO, NULL, 0);
    attribute(IFLA_INFO_KIND, "bridge", 6);
    close_nest(info);
    end(netlink);
}

static int index_of(int cable) { return 100 + cable; }

static void add_cable(int number) {
    struct cable *cable = &cables[number];
    struct ifinfomsg port = {.ifi_index = index_of(number), .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
    struct ifinfomsg host = {.ifi_index = index_of(number)};
    char port_name[16], host_name[16];
    int master = BRIDGE;
    snprintf(port_name, sizeof port_name, "port%d", number);
    snprintf(host_name, sizeof host_name, "lan%d", number);
    begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &port, sizeof port);
    attribute(IFLA_IFNAME, port_name, strlen(port_name) + 1);
    attribute(IFLA_MASTER, &master, sizeof master);
    struct rtattr *info = attribute(IFLA_LINKINFO, NULL, 0);
    attribute(IFLA_INFO_KIND, "veth", 4);
    struct rtattr *data = attribute(IFLA_INFO_DATA, NULL, 0);
    struct rtattr *peer = attribute(VETH_INFO_PEER, &host, sizeof host);
    attribute(IFLA_IFNAME, host_name, strlen(host_name) + 1);
    attribute(IFLA_NET_NS_FD, &nodes[cable->node].namespace_fd, sizeof(int));
    close_nest(peer);
    close_nest(data);
    close_nest(info);
    end(nodes[cable->lan].netlink);
}

static void add_address(int netlink, int index, const char *text, int prefix) {
    struct ifaddrmsg header = {.ifa_family = AF_INET, .ifa_prefixlen = prefix, .ifa_index = index};
    in_addr_t address = inet_addr(text);
    begin(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &header, sizeof header);
    attribute(IFA_LOCAL, &address, sizeof address);
    attribute(IFA_ADDRESS, &address, sizeof address);
    end(netlink);
}

static void add_route(struct route *wanted) {
    struct rtmsg header = {.rtm_family = AF_INET, .rtm_dst_len = wanted->prefix, .rtm_table = RT_TABLE_MAIN,
                           .rtm_protocol = RTPROT_BOOT, .rtm_scope = RT_SCOPE_UNIVERSE, .rtm_type = RTN_UNICAST};
    in_addr_t to = inet_addr(wanted->to), via = inet_addr(wanted->via);
    begin(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, &header, sizeof header);
    if (wanted->prefix) attribute(RTA_DST, &to, sizeof to);
    attribute(RTA_GATEWAY, &via, sizeof via);
    end(nodes[wanted->node].netlink);
}

static void set(const char *parameter, const char *value) {
    int fd = open(parameter, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, value, strlen(value)) < 0) die(parameter);
    close(fd);
}

static void make_namespace(struct node *node) {
    if (unshare(CLONE_NEWNET)) die("unshare");
    set("/proc/sys/net/ipv6/conf/default/accept_dad", "0\n");
    set("/proc/sys/net/ipv4/icmp_ratemask", "0\n");
    set("/proc/sys/net/ipv6/icmp/ratelimit", "0\n");
    if (node->is_router) {
        set("/proc/sys/net/ipv4/ip_forward", "1\n");
        set("/proc/sys/net/ipv6/conf/all/forwarding", "1\n");
        set("/proc/sys/net/ipv4/conf/all/send_redirects", "0\n");
        set("/proc/sys/net/ipv4/conf/default/send_redirects", "0\n");
        set("/proc/sys/net/ipv4/conf/all/rp_filter", "0\n");
        set("/proc/sys/net/ipv4/conf/default/rp_filter", "0\n");
    }
    node->namespace_fd = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    node->netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (node->namespace_fd < 0 || node->netlink < 0) die("open");
}

static void build(int prefix) {
    for (int i = 0; i < node_count; i++) make_namespace(&nodes[i]);
    for (int i = 0; i < node_count; i++) {
        if (!nodes[i].is_switch) continue;
        add_bridge(nodes[i].netlink);
        for (int c = 0; c < cable_count; c++)
            if (cables[c].lan == i) add_cable(c);
        flush_to(nodes[i].netlink);
    }
    for (int i = 0; i < node_count; i++) {
        link_up(nodes[i].netlink, 1);
        for (int c = 0; c < cable_count; c++) {
            if (cables[c].node != i) continue;
            add_address(nodes[i].netlink, index_of(c), cables[c].address, prefix);
            link_up(nodes[i].netlink, index_of(c));
        }
        for (int r = 0; r < route_count; r++)
            if (routes[r].node == i) add_route(&routes[r]);
        flush_to(nodes[i].netlink);
    }
    // With many ports a bridge comes up last: otherwise it passes the first multicasts of each host to all others.
    for (int i = 0; i < node_count && cable_count >= MANY; i++) {
        if (!nodes[i].is_switch) continue;
        link_up(nodes[i].netlink, BRIDGE);
        flush_to(nodes[i].netlink);
    }
}

static void drop(int home) {
    for (int i = 0; i < node_count; i++) {
        close(nodes[i].netlink);
        close(nodes[i].namespace_fd);
    }
    if (setns(home, CLONE_NEWNET)) die("setns");
}

static int node(int is_switch, int is_router) {
    nodes[node_count] = (struct node){.is_switch = is_switch, .is_router = is_router};
    return node_count++;
}

static void cable(int from, int lan, const char *address) {
    struct cable *made = &cables[cable_count++];
    made->node = from;
    made->lan = lan;
    snprintf(made->address, sizeof made->address, "%s", address);
}

static void route(int from, const char *to, int prefix, const char *via) {
    routes[route_count++] = (struct route){from, to, prefix, via};
}

static void star(int hosts) {
    int lan = node(1, 0);
    for (int i = 1; i <= hosts; i++) {
        char address[16];
        snprintf(address, sizeof address, "10.0.%d.%d", i >> 8 & 255, i & 255);
        cable(node(0, 0), lan, address);
    }
}

static void three_routers(void) {
    int r1 = node(0, 1), r2 = node(0, 1), r3 = node(0, 1);
    int left = node(1, 0), one = node(1, 0), two = node(1, 0), right = node(1, 0);
    char address[16];
    for (int i = 1; i <= 3; i++) {
        int host = node(0, 0);
        snprintf(address, sizeof address, "10.1.0.%d", i);
        cable(host, left, address);
        route(host, "0.0.0.0", 0, "10.1.0.254");
        host = node(0, 0);
        snprintf(address, sizeof address, "10.4.0.%d", i);
        cable(host, right, address);
        route(host, "0.0.0.0", 0, "10.4.0.254");
    }
    cable(r1, left, "10.1.0.254");
    cable(r1, one, "10.2.0.254");
    cable(r2, one, "10.2.0.253");
    cable(r2, two, "10.3.0.254");
    cable(r3, two, "10.3.0.253");
    cable(r3, right, "10.4.0.254");
    route(r1, "10.3.0.0", 24, "10.2.0.253");
    route(r1, "10.4.0.0", 24, "10.2.0.253");
    route(r2, "10.1.0.0", 24, "10.2.0.254");
    route(r2, "10.4.0.0", 24, "10.3.0.253");
    route(r3, "10.2.0.0", 24, "10.3.0.254");
    route(r3, "10.1.0.0", 24, "10.3.0.254");
}

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "usage: lans CYCLES HOSTS|routers\n");
        return 2;
    }
    int cycles = atoi(arguments[1]), routers = !strcmp(arguments[2], "routers");
    struct rlimit files = {4096, 4096};
    setrlimit(RLIMIT_NOFILE, &files);
    int home = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    if (routers) three_routers();
    else star(atoi(arguments[2]));
    struct timespec start, stop;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int i = 0; i < cycles; i++) {
        build(routers ? 24 : 16);
        drop(home);
    }
    clock_gettime(CLOCK_MONOTONIC, &stop);
    double nanos = (stop.tv_sec - start.tv_sec) * 1e9 + (stop.tv_nsec - start.tv_nsec);
    printf("%.0f\n", nanos / 1000 / cycles);
    return 0;
}
