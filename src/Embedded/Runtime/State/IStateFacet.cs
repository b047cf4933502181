namespace Granary.Embedded.Runtime;

/// <summary>A state that is read before its grain is activated.</summary>
internal interface IStateFacet
{
    Task LoadAsync(CancellationToken cancellationToken);
}
