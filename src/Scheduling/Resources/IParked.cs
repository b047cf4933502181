namespace Granary.Scheduling.Resources;

/// <summary>Something that is not looked at until the shape it waits for can be admitted again.</summary>
internal interface IParked
{
    /// <summary>The shape has become admissible.</summary>
    void Unpark();
}
