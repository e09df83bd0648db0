namespace OrleansHybrid.Sweeps.Tests.Search.Sampling;

/// <summary>
/// The order in which NumPy's argsort puts numbers, equal ones among them: quicksort by the median of three, down to parts of
/// sixteen that are sorted by insertion (numpy/_core/src/npysort/quicksort.cpp).
/// </summary>
internal static class NumPySort
{
    private const int Small = 16;

    public static int[] Order(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        var parts = new Stack<(int From, int To)>([(0, values.Length - 1)]);
        while (parts.TryPop(out var part))
        {
            var (from, to) = part;
            while (to - from > Small)
            {
                var split = Split(values, order, from, to);
                if (split - from < to - split)
                {
                    parts.Push((split + 1, to));
                    to = split - 1;
                }
                else
                {
                    parts.Push((from, split - 1));
                    from = split + 1;
                }
            }

            Insert(values, order, from, to);
        }

        return order;
    }

    private static int Split(double[] values, int[] order, int from, int to)
    {
        var middle = from + (to - from) / 2;
        SwapIfLess(middle, from);
        SwapIfLess(to, middle);
        SwapIfLess(middle, from);
        var pivot = values[order[middle]];
        var (up, down) = (from, to - 1);
        Swap(middle, down);
        while (true)
        {
            do up++;
            while (values[order[up]] < pivot);
            do down--;
            while (pivot < values[order[down]]);
            if (up >= down) break;
            Swap(up, down);
        }

        Swap(up, to - 1);
        return up;

        void SwapIfLess(int a, int b)
        {
            if (values[order[a]] < values[order[b]]) Swap(a, b);
        }

        void Swap(int a, int b) => (order[a], order[b]) = (order[b], order[a]);
    }

    private static void Insert(double[] values, int[] order, int from, int to)
    {
        for (var next = from + 1; next <= to; next++)
        {
            var (taken, place) = (order[next], next);
            for (; place > from && values[taken] < values[order[place - 1]]; place--) order[place] = order[place - 1];
            order[place] = taken;
        }
    }
}
