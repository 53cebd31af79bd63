namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that a manifest names instead of holding it.</summary>
public interface IManifestExpressionProvider
{
    /// <summary>Such as <c>{api.bindings.http.url}</c>.</summary>
    string ValueExpression { get; }
}
