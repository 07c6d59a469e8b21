"""The compiled steps of the simulation: replications side by side in lanes, so that inner loops become vector code.

What is computed stands in `reference.py`; `kernel.py` is the way in. The functions take their types from the caller,
so they are written without annotations.
"""
# ruff: noqa: ANN001, ANN201, ANN202
# mypy: disable-error-code="no-untyped-def, no-untyped-call"

import numpy as np

from randa.engines.forecast.jit import compiled
from randa.engines.forecast.model import SLACK

LANES = 256  # measured: 64 takes 1.5 times as long, since short loops do not pay for their run-time checks


@compiled
def _advance(slots, r, n, e):
    for s in range(n - 1, 0, -1):
        for b in range(LANES):
            slots[r, s, b] = slots[r, s - 1, b] + e[b] * (slots[r, s, b] - slots[r, s - 1, b])
    for b in range(LANES):
        slots[r, 0, b] = e[b] * slots[r, 0, b]


@compiled
def _responses(template, n, e, out):
    """out[s, j, k, b]: trainee-weeks in area k, j quarters on, of one person now in slot s."""
    unit = np.zeros((n, n, LANES))
    for s in range(n):
        unit[s, s] = 1.0
    out[:] = 0.0
    for j in range(out.shape[1]):
        for start in range(n):
            for s in range(n):
                for k in range(template.shape[1]):
                    for b in range(LANES):
                        out[start, j, k, b] += unit[start, s, b] * template[s, k]
            _advance(unit, start, n, e)


@compiled
def _all_responses(template_at, group_slots, template_bt, e, response_at, response_bt):
    for g in range(len(group_slots)):
        _responses(template_at[g], group_slots[g], e, response_at[g])
    _responses(template_bt, template_bt.shape[0], e, response_bt)


@compiled
def _take(room, j, slots, r, n, response):
    """Take from `room[j]` what those in `slots` will use; the slots are still those of the quarter before."""
    for s in range(n):
        for k in range(room.shape[1]):
            for b in range(LANES):
                room[j, k, b] -= slots[r, s, b] * response[s, j + 1, k, b]


@compiled
def _roll_room(room, t, r, capacity, at, n, response_at, bt, response_bt):
    """room[j, k, b]: trainee-weeks free j quarters on, with those who are there already.

    Starts were taken off when they were made, so that after the first quarter only the farthest one is new.
    """
    horizon = room.shape[0]
    if t > 0:
        room[: horizon - 1] = room[1:]
    for j in range(0 if t == 0 else horizon - 1, horizon):
        for k in range(room.shape[1]):
            room[j, k, :] = capacity[min(t + j, capacity.shape[0] - 1), r, k]
        _take(room, j, at, r, n, response_at)
        _take(room, j, bt, r, bt.shape[1], response_bt)


@compiled
def _cut(limit, room, response):
    """Lower `limit` to the starts that the tightest area has room for."""
    for j in range(room.shape[0]):
        for k in range(room.shape[1]):
            for b in range(LANES):
                if response[0, j, k, b] > 0.0:
                    limit[b] = max(0.0, min(limit[b], room[j, k, b] / response[0, j, k, b]))


@compiled
def _use(room, starts, r, response):
    for j in range(room.shape[0]):
        for k in range(room.shape[1]):
            for b in range(LANES):
                room[j, k, b] -= starts[r, b] * response[0, j, k, b]


@compiled
def _note_breaks(weeks, limit, t, lanes, worst, first, last):
    """Note the lanes above `limit` in quarter t, and return how many they are."""
    highest = 0.0
    for b in range(LANES):
        highest = max(highest, weeks[b])
    threshold = limit * (1.0 + SLACK) + SLACK
    if highest <= threshold:
        return 0
    count = 0
    for b in range(lanes):
        if weeks[b] > threshold:
            count += 1
            last[b] = t
            if first[b] < 0:
                first[b] = t
            worst[b] = max(worst[b], weeks[b] - limit)
    return count


@compiled
def _region_breaks(t, r, g, lanes, at, n, template_at, bt, template_bt, capacity, worst, first, last, above):
    """(6) Hold each area's load of one region against its capacity."""
    weeks = np.empty(LANES)
    for k in range(template_bt.shape[1]):
        limit = capacity[t, r, k]
        if limit == np.inf:
            continue
        weeks[:] = 0.0
        for s in range(n):
            if template_at[g, s, k] != 0.0:
                for b in range(LANES):
                    weeks[b] += at[r, s, b] * template_at[g, s, k]
        for s in range(template_bt.shape[0]):
            if template_bt[s, k] != 0.0:
                for b in range(LANES):
                    weeks[b] += bt[r, s, b] * template_bt[s, k]
        above[t, r, k] += _note_breaks(weeks, limit, t, lanes, worst[r, k], first[r, k], last[r, k])


@compiled
def _national_load(t, start, nation_at, group_slots, template_at, nation_bt, template_bt, national):
    """(6) Add up the load of the nation from its slots, one group of regions at a time."""
    for k in range(template_bt.shape[1]):
        for g in range(len(group_slots)):
            for s in range(group_slots[g]):
                if template_at[g, s, k] == 0.0:
                    continue
                for b in range(LANES):
                    national[t, k, start + b] += nation_at[g, s, b] * template_at[g, s, k]
        for s in range(template_bt.shape[0]):
            if template_bt[s, k] == 0.0:
                continue
            for b in range(LANES):
                national[t, k, start + b] += nation_bt[0, s, b] * template_bt[s, k]


@compiled
def _count_block(lanes, worst, first, last, first_count, last_count, depth):
    for r in range(worst.shape[0]):
        for k in range(worst.shape[1]):
            for b in range(lanes):
                if first[r, k, b] >= 0:
                    first_count[first[r, k, b], r, k] += 1
                    last_count[last[r, k, b], r, k] += 1
                    depth[r, k] += worst[r, k, b]


@compiled
def _at_step(t, r, n, need, factor, e, through, limit, queue, at, passed, starts, total):
    """(1) and (2) of one region; `total` is the pipeline of its group in the nation."""
    for b in range(LANES):
        passed[r, b] = at[r, n - 1, b] * through[b]
    _advance(at, r, n, e)
    for b in range(LANES):
        waiting = queue[r, b] + need[t, r] * factor[b]
        begin = min(waiting, limit[b])
        queue[r, b] = waiting - begin
        at[r, 0, b] += begin
        total[0, b] += begin
        starts[r, b] = begin


@compiled
def _arrive(r, movement, moves, passed, arrived):
    """Let those who passed AT go where they continue."""
    if not moves:
        for b in range(LANES):
            arrived[b] = passed[r, b]
        return
    arrived[:] = 0.0
    for origin in range(movement.shape[0]):
        for b in range(LANES):
            arrived[b] += movement[origin, r] * passed[origin, b]


@compiled
def _bt_step(t, r, licensed_in, factor, arrived, to_bt, limit, licensed, bt, starts, total):
    """(1) and (3) of one region; its slots have moved already."""
    for b in range(LANES):
        waiting = licensed[r, b] + licensed_in[t, r] * factor[b] + arrived[b] * to_bt
        begin = min(waiting, limit[b])
        licensed[r, b] = waiting - begin
        bt[r, 0, b] += begin
        total[0, b] += begin
        starts[r, b] = begin


@compiled
def _first_slots(slots, total, group, group_slots, posts):
    """Fill every slot with the first quarter's posts, and add up the nation's."""
    total[:] = 0.0
    for r in range(slots.shape[0]):
        slots[r] = posts[r]
        for s in range(group_slots[group[r]]):
            total[group[r], s] += posts[r]


@compiled
def _at_quarter(
    t, at_posts, need, factor, e, through, queue, at, passed, starts, nation_at, limit,
    group, group_slots, binding, room, capacity, response_at, bt, response_bt,
):  # fmt: skip
    """(1) and (2) of every region."""
    for r in range(at.shape[0]):
        g = group[r]
        n = group_slots[g]
        limit[:] = at_posts[t, r]
        if binding:
            _roll_room(room[r], t, r, capacity, at, n, response_at[g], bt, response_bt)
            _cut(limit, room[r], response_at[g])
        _at_step(t, r, n, need, factor, e, through, limit, queue, at, passed, starts, nation_at[g])
        if binding:
            _use(room[r], starts, r, response_at[g])


@compiled
def _bt_quarter(
    t, bt_posts, licensed_in, factor, e, passed, arrived, movement, moves, direct_st, licensed, bt, starts, nation_bt,
    limit, binding, limited, room, response_bt,
):  # fmt: skip
    """(3) of every region. Without capacities nobody asks for a region's own BT slots, and they stand still."""
    for r in range(bt.shape[0]):
        limit[:] = bt_posts[t, r]
        if binding:
            _cut(limit, room[r], response_bt)
        if limited:
            _advance(bt, r, bt.shape[1], e)
        _arrive(r, movement, moves, passed, arrived)
        _bt_step(t, r, licensed_in, factor, arrived, 1.0 - direct_st[r], limit, licensed, bt, starts, nation_bt)
        if binding:
            _use(room[r], starts, r, response_bt)


@compiled
def _fill_draws(start, lanes, extension, dropout, need_factor, licensed_factor, e, through, factor_at, factor_licensed):
    for b in range(LANES):
        n = start + min(b, lanes - 1)  # spare lanes repeat the last replication and are not counted
        e[b], through[b] = extension[n], (1.0 - extension[n]) * (1.0 - dropout[n] / 4.0)
        factor_at[:, b], factor_licensed[:, b] = need_factor[n], licensed_factor[n]


@compiled
def run_blocks(
    first_replication, first_after, year_of, need, licensed_in, at_posts, bt_posts, need_factor, licensed_factor,
    extension, dropout, group, group_slots, template_at, template_bt, queue_0, licensed_0, movement, moves,
    direct_st, capacity, limited, binding, ahead,
    national, above, first_count, last_count, depth,
):  # fmt: skip
    """Run the replications in blocks of LANES; within a quarter first every region's AT, then every region's BT."""
    quarters, regions, areas = capacity.shape
    groups, longest, bt_slots = len(group_slots), template_at.shape[1], template_bt.shape[0]
    at, bt = np.empty((regions, longest, LANES)), np.empty((regions, bt_slots, LANES))
    queue, licensed = np.empty((regions, LANES)), np.empty((regions, LANES))
    passed, starts = np.empty((regions, LANES)), np.empty((regions, LANES))
    arrived, limit, e, through = np.empty(LANES), np.empty(LANES), np.empty(LANES), np.empty(LANES)
    nation_at, nation_bt = np.empty((groups, longest, LANES)), np.empty((1, bt_slots, LANES))
    worst = np.empty((regions, areas, LANES))
    first, last = np.empty(worst.shape, dtype=np.int64), np.empty(worst.shape, dtype=np.int64)
    response_at = np.empty((groups, longest, ahead + 1, areas, LANES))
    response_bt = np.empty((bt_slots, ahead + 1, areas, LANES))
    room = np.empty((regions, ahead, areas, LANES))
    factor_at, factor_bt = np.empty((need_factor.shape[1], LANES)), np.empty((need_factor.shape[1], LANES))
    for start in range(first_replication, first_after, LANES):
        lanes = min(LANES, first_after - start)
        _fill_draws(start, lanes, extension, dropout, need_factor, licensed_factor, e, through, factor_at, factor_bt)
        _first_slots(at, nation_at, group, group_slots, at_posts[0])
        _first_slots(bt, nation_bt, np.zeros_like(group), np.full(1, bt_slots), bt_posts[0])
        queue[:], licensed[:] = queue_0.reshape(-1, 1), licensed_0.reshape(-1, 1)
        worst[:], first[:], last[:] = 0.0, -1, -1
        if binding:
            _all_responses(template_at, group_slots, template_bt, e, response_at, response_bt)
        for t in range(quarters):
            y = year_of[t]
            for g in range(groups):
                _advance(nation_at, g, group_slots[g], e)
            _advance(nation_bt, 0, bt_slots, e)
            _at_quarter(
                t, at_posts, need, factor_at[y], e, through, queue, at, passed, starts, nation_at, limit,
                group, group_slots, binding, room, capacity, response_at, bt, response_bt,
            )  # fmt: skip
            _bt_quarter(
                t, bt_posts, licensed_in, factor_bt[y], e, passed, arrived, movement, moves, direct_st,
                licensed, bt, starts, nation_bt[0], limit, binding, limited, room, response_bt,
            )  # fmt: skip
            for r in range(regions if limited else 0):
                _region_breaks(
                    t, r, group[r], lanes, at, group_slots[group[r]], template_at, bt, template_bt,
                    capacity, worst, first, last, above,
                )  # fmt: skip
            _national_load(t, start, nation_at, group_slots, template_at, nation_bt, template_bt, national)
        _count_block(lanes, worst, first, last, first_count, last_count, depth)
