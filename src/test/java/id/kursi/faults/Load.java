package id.kursi.faults;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * What all parents of a round share.
 *
 * @param children the running number of the child that was claimed for last
 * @param goesOn whether another child is to be claimed for
 */
record Load(
    List<Long> slots,
    AtomicLong children,
    Client client,
    Notebook notebook,
    BooleanSupplier goesOn) {}
