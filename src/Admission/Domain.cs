namespace Granary.Admission;

/// <summary>What kind of call a resource key is for. Domains of one endpoint adapt separately and share its cap.</summary>
public enum Domain
{
    /// <summary>Chat calls, images asked for by chat messages included.</summary>
    Chat,

    /// <summary>Embedding calls.</summary>
    Embedding,

    /// <summary>Image calls.</summary>
    Image,

    /// <summary>Health checks; they go before every waiter.</summary>
    Healthcheck,
}
