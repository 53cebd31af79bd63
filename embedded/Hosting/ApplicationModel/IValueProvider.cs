namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that is known when the application runs.</summary>
public interface IValueProvider
{
    /// <summary>The value.</summary>
    /// <exception cref="DistributedApplicationException">There is none; the message says what to set.</exception>
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}
