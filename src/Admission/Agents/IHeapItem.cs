namespace Granary.Admission.Agents;

/// <summary>Something that can stand in several indexed heaps at once, one lane each.</summary>
internal interface IHeapItem<in T>
{
    /// <summary>Goes before <paramref name="other"/> in that lane. A strict total order.</summary>
    bool Before(T other, int lane);

    /// <summary>Where the heap of that lane keeps the item's place; −1 while it is not in it.</summary>
    ref int Place(int lane);
}
