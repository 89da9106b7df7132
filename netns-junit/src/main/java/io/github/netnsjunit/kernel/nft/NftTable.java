package io.github.netnsjunit.kernel.nft;

import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Nfnetlink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A table of nf_tables. Its methods make the changes for a {@link NftBatch}.
 *
 * @param family which packets it sees
 * @param name its name
 */
public record NftTable(NftFamily family, String name) {

    static final int NFT_OBJECT_COUNTER = 1;

    private static final int NFT_MSG_NEWTABLE = 0;
    private static final int NFT_MSG_GETTABLE = 1;
    private static final int NFT_MSG_DELTABLE = 2;
    private static final int NFT_MSG_NEWCHAIN = 3;
    private static final int NFT_MSG_NEWRULE = 6;
    private static final int NFT_MSG_DELRULE = 8;
    private static final int NFT_MSG_NEWSET = 9;
    private static final int NFT_MSG_NEWSETELEM = 12;
    private static final int NFT_MSG_DELSETELEM = 14;
    private static final int NFT_MSG_NEWOBJ = 18;

    /** The first attribute of every message is the table's name. */
    private static final int TABLE = 1;

    private static final int NFTA_TABLE_FLAGS = 2;
    private static final int NFT_TABLE_F_OWNER = 0x2;

    private static final int NFTA_CHAIN_NAME = 3;
    private static final int NFTA_CHAIN_HOOK = 4;
    private static final int NFTA_CHAIN_POLICY = 5;
    private static final int NFTA_CHAIN_TYPE = 7;
    private static final int NFTA_HOOK_HOOKNUM = 1;
    private static final int NFTA_HOOK_PRIORITY = 2;
    private static final int NFTA_HOOK_DEV = 3;

    private static final int NFTA_RULE_CHAIN = 2;
    private static final int NFTA_RULE_EXPRESSIONS = 4;
    private static final int NFTA_RULE_USERDATA = 7;
    static final int NFTNL_UDATA_RULE_COMMENT = 0;

    private static final int NFTA_SET_NAME = 2;
    private static final int NFTA_SET_FLAGS = 3;
    private static final int NFTA_SET_KEY_TYPE = 4;
    private static final int NFTA_SET_KEY_LEN = 5;
    private static final int NFTA_SET_DATA_TYPE = 6;
    private static final int NFTA_SET_DATA_LEN = 7;
    private static final int NFTA_SET_DESC = 9;
    private static final int NFTA_SET_ID = 10;
    private static final int NFTA_SET_TIMEOUT = 11;
    private static final int NFTA_SET_DESC_SIZE = 1;
    private static final int NFTA_SET_DESC_CONCAT = 2;
    private static final int NFTA_SET_FIELD_LEN = 1;
    private static final int NFTA_LIST_ELEM = 1;

    private static final int NFTA_SET_ELEM_LIST_SET = 2;
    private static final int NFTA_SET_ELEM_LIST_ELEMENTS = 3;
    private static final int NFTA_SET_ELEM_LIST_SET_ID = 4;
    private static final int NFTA_SET_ELEM_KEY = 1;
    private static final int NFTA_SET_ELEM_DATA = 2;
    private static final int NFTA_SET_ELEM_FLAGS = 3;
    private static final int NFTA_SET_ELEM_KEY_END = 10;
    private static final int NFT_SET_ELEM_INTERVAL_END = 1;

    private static final int NFTA_OBJ_NAME = 2;
    private static final int NFTA_OBJ_TYPE = 3;
    private static final int NFTA_OBJ_DATA = 4;

    /**
     * Where packets come to a chain.
     *
     * @param type {@code filter}, {@code nat} or {@code route}
     * @param hook NF_INET_LOCAL_IN and its like
     * @param priority its place among the chains of the same hook: lower ones come first; see NF_IP_PRI_FILTER and its like
     * @param policy what becomes of packets that reach its end: NF_ACCEPT or NF_DROP
     * @param device the interface of a chain of the family {@code netdev}, else empty
     */
    public record Hook(String type, int hook, int priority, int policy, String device) {

        /** A chain that filters, and lets packets pass at its end. */
        public static Hook filter(int hook, int priority) {
            return new Hook("filter", hook, priority, NfTables.NF_ACCEPT, "");
        }

        /** A chain that translates addresses, and lets packets pass at its end. */
        public static Hook nat(int hook, int priority) {
            return new Hook("nat", hook, priority, NfTables.NF_ACCEPT, "");
        }
    }

    /** Lists all tables. */
    public static NetlinkDump<NftTable> dump() {
        return NftRequest.dump("list tables", NFT_MSG_GETTABLE, NftTable::parse);
    }

    private static @Nullable NftTable parse(MessageReader message) {
        NftFamily family = NftFamily.of(message.u8(0));
        AttributeReader attributes = message.attributes(Nfnetlink.NFGENMSG_LENGTH);
        while (family != null && attributes.next()) {
            if (attributes.type() == TABLE) {
                return new NftTable(family, attributes.string());
            }
        }
        return null;
    }

    /** Adds the table, unless it exists. */
    public NetlinkRequest add() {
        return request("add " + this, NFT_MSG_NEWTABLE, Netlink.NLM_F_CREATE, out -> {});
    }

    /** Adds the table, which must not exist. */
    public NetlinkRequest addNew() {
        return request("add " + this, NFT_MSG_NEWTABLE, Netlink.ADD, out -> {});
    }

    /**
     * Adds the table, which must not exist, and which belongs to the socket that sends this: nobody else can change it, and the kernel
     * deletes it when that socket is closed, before {@code close} returns. Since Linux 5.12.
     */
    public NetlinkRequest addOwned() {
        return request(
                "add " + this,
                NFT_MSG_NEWTABLE,
                Netlink.ADD,
                out -> out.putBigEndian(NFTA_TABLE_FLAGS, NFT_TABLE_F_OWNER));
    }

    /** Deletes the table with all that is in it. */
    public NetlinkRequest delete() {
        return request("delete " + this, NFT_MSG_DELTABLE, 0, out -> {});
    }

    /** Adds a chain to which only other chains send packets. */
    public NetlinkRequest addChain(String chain) {
        return request("add " + in("chain", chain), NFT_MSG_NEWCHAIN, Netlink.NLM_F_CREATE, out -> {
            out.putString(NFTA_CHAIN_NAME, chain);
        });
    }

    /** Adds a chain to which the kernel sends packets. */
    public NetlinkRequest addChain(String chain, Hook hook) {
        return request("add " + in("chain", chain), NFT_MSG_NEWCHAIN, Netlink.NLM_F_CREATE, out -> {
            out.putString(NFTA_CHAIN_NAME, chain);
            Expression.nested(out, NFTA_CHAIN_HOOK, () -> {
                out.putBigEndian(NFTA_HOOK_HOOKNUM, hook.hook()).putBigEndian(NFTA_HOOK_PRIORITY, hook.priority());
                if (!hook.device().isEmpty()) {
                    out.putString(NFTA_HOOK_DEV, hook.device());
                }
            });
            out.putBigEndian(NFTA_CHAIN_POLICY, hook.policy()).putString(NFTA_CHAIN_TYPE, hook.type());
        });
    }

    /** Adds a rule at the end of its chain. */
    public NetlinkRequest addRule(NftRule rule) {
        String description = "add rule [" + rule.comment() + "] to " + in("chain", rule.chain());
        return request(description, NFT_MSG_NEWRULE, Netlink.NLM_F_CREATE | Netlink.NLM_F_APPEND, out -> {
            out.putString(NFTA_RULE_CHAIN, rule.chain());
            Expression.nested(
                    out, NFTA_RULE_EXPRESSIONS, () -> rule.expressions().forEach(each -> each.write(out)));
            if (!rule.comment().isEmpty()) {
                out.putBytes(NFTA_RULE_USERDATA, comment(rule.comment()));
            }
        });
    }

    /** A comment as {@code nft} stores it: a type, the length, and the text with a NUL at its end. */
    private static byte[] comment(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(NFTNL_UDATA_RULE_COMMENT);
        all.write(bytes.length + 1);
        all.writeBytes(bytes);
        all.write(0);
        return all.toByteArray();
    }

    /** Deletes all rules of a chain. */
    public NetlinkRequest flushChain(String chain) {
        return request("flush " + in("chain", chain), NFT_MSG_DELRULE, 0, out -> out.putString(NFTA_RULE_CHAIN, chain));
    }

    /** Adds a counter that rules can share. */
    public NetlinkRequest addCounter(String counter) {
        return request("add " + in("counter", counter), NFT_MSG_NEWOBJ, Netlink.NLM_F_CREATE, out -> {
            out.putString(NFTA_OBJ_NAME, counter).putBigEndian(NFTA_OBJ_TYPE, NFT_OBJECT_COUNTER);
            Expression.nested(out, NFTA_OBJ_DATA, () -> {});
        });
    }

    /** Adds a set or map, without its elements: these come with {@link #addElements}. */
    public NetlinkRequest addSet(NftSet set) {
        return request("add " + in("set", set.name()), NFT_MSG_NEWSET, Netlink.NLM_F_CREATE, out -> {
            out.putString(NFTA_SET_NAME, set.name())
                    .putBigEndian(NFTA_SET_FLAGS, set.allFlags())
                    .putBigEndian(NFTA_SET_KEY_TYPE, NftType.numberOf(set.key()))
                    .putBigEndian(NFTA_SET_KEY_LEN, NftType.lengthOf(set.key()))
                    .putBigEndian(NFTA_SET_ID, set.id());
            if (!set.value().isEmpty()) {
                out.putBigEndian(NFTA_SET_DATA_TYPE, NftType.numberOf(set.value()))
                        .putBigEndian(NFTA_SET_DATA_LEN, NftType.lengthOf(set.value()));
            }
            if (!set.timeout().isZero()) {
                out.putBigEndian(NFTA_SET_TIMEOUT, set.timeout().toMillis());
            }
            Expression.nested(out, NFTA_SET_DESC, () -> describe(set, out));
        });
    }

    private static void describe(NftSet set, AttributeWriter out) {
        if (set.size() != 0) {
            out.putBigEndian(NFTA_SET_DESC_SIZE, set.size());
        }
        if (set.key().size() > 1) {
            Expression.nested(out, NFTA_SET_DESC_CONCAT, () -> {
                for (NftType field : set.key()) {
                    Expression.nested(out, NFTA_LIST_ELEM, () -> out.putBigEndian(NFTA_SET_FIELD_LEN, field.length()));
                }
            });
        }
    }

    /** Adds the elements of a set of the same batch. */
    public NetlinkRequest addElements(NftSet set) {
        return addElements(set, set.elements());
    }

    /** Adds elements to a set. */
    public NetlinkRequest addElements(NftSet set, List<NftSet.Element> elements) {
        String description = "add elements to " + in("set", set.name());
        return request(description, NFT_MSG_NEWSETELEM, Netlink.NLM_F_CREATE, out -> {
            out.putString(NFTA_SET_ELEM_LIST_SET, set.name()).putBigEndian(NFTA_SET_ELEM_LIST_SET_ID, set.id());
            Expression.nested(out, NFTA_SET_ELEM_LIST_ELEMENTS, () -> elements.forEach(element -> write(element, out)));
        });
    }

    private static void write(NftSet.Element element, AttributeWriter out) {
        Expression.nested(out, NFTA_LIST_ELEM, () -> {
            Expression.value(out, NFTA_SET_ELEM_KEY, element.key());
            if (element.keyEnd().length > 0) {
                Expression.value(out, NFTA_SET_ELEM_KEY_END, element.keyEnd());
            }
            if (element.value().length > 0) {
                Expression.value(out, NFTA_SET_ELEM_DATA, element.value());
            }
            if (element.end()) {
                out.putBigEndian(NFTA_SET_ELEM_FLAGS, NFT_SET_ELEM_INTERVAL_END);
            }
        });
    }

    /** Deletes all elements of a set or map. */
    public NetlinkRequest flushSet(String set) {
        return request("flush " + in("set", set), NFT_MSG_DELSETELEM, 0, out -> {
            out.putString(NFTA_SET_ELEM_LIST_SET, set);
        });
    }

    private NetlinkRequest request(String description, int message, int flags, Consumer<AttributeWriter> rest) {
        return NftRequest.of(description, message, flags, family, out -> {
            out.putString(TABLE, name);
            rest.accept(out);
        });
    }

    private String in(String kind, String of) {
        return kind + " [" + of + "] of " + this;
    }

    @Override
    public String toString() {
        return "table " + family + " [" + name + "]";
    }
}
