using System.Globalization;
using System.Runtime.CompilerServices;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A text with values in it that are known when the application runs.</summary>
public sealed class ReferenceExpression : IValueProvider, IManifestExpressionProvider
{
    private readonly string _format;
    private readonly IReadOnlyList<IValueProvider> _values;

    private ReferenceExpression(string format, IReadOnlyList<IValueProvider> values)
    {
        _format = format;
        _values = values;
    }

    /// <inheritdoc/>
    public string ValueExpression => string.Format(
        CultureInfo.InvariantCulture,
        _format,
        [.. _values.Select(value => ((IManifestExpressionProvider)value).ValueExpression)]);

    /// <summary>The text of an interpolated string.</summary>
    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.GetExpression();

    /// <inheritdoc/>
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var values = new object?[_values.Count];
        for (var at = 0; at < values.Length; at++)
            values[at] = await _values[at].GetValueAsync(cancellationToken);
        return string.Format(CultureInfo.InvariantCulture, _format, values);
    }

    /// <summary>Takes an interpolated string apart into text and values.</summary>
    [InterpolatedStringHandler]
    public struct ExpressionInterpolatedStringHandler : IEquatable<ExpressionInterpolatedStringHandler>
    {
        private readonly System.Text.StringBuilder _format;
        private readonly List<IValueProvider> _values;

        /// <summary>Called by the compiler.</summary>
        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
        {
            _format = new(literalLength + (formattedCount * 4));
            _values = new(formattedCount);
        }

        /// <summary>Appends text.</summary>
        public readonly void AppendLiteral(string value) => _format.Append(Escaped(value));

        /// <summary>Appends text that is known already.</summary>
        public readonly void AppendFormatted(string? value) => _format.Append(Escaped(value ?? ""));

        /// <summary>Appends a value that is known when the application runs.</summary>
        public readonly void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider
        {
            _format.Append(CultureInfo.InvariantCulture, $"{{{_values.Count}}}");
            _values.Add(valueProvider);
        }

        /// <inheritdoc/>
        public readonly bool Equals(ExpressionInterpolatedStringHandler other) => ReferenceEquals(_format, other._format);

        /// <inheritdoc/>
        public override readonly bool Equals(object? obj) => obj is ExpressionInterpolatedStringHandler other && Equals(other);

        /// <inheritdoc/>
        public override readonly int GetHashCode() => RuntimeHelpers.GetHashCode(_format);

        /// <summary>Whether two are the same.</summary>
        public static bool operator ==(ExpressionInterpolatedStringHandler left, ExpressionInterpolatedStringHandler right) => left.Equals(right);

        /// <summary>Whether two differ.</summary>
        public static bool operator !=(ExpressionInterpolatedStringHandler left, ExpressionInterpolatedStringHandler right) => !left.Equals(right);

        internal readonly ReferenceExpression GetExpression() => new(_format.ToString(), [.. _values]);

        private static string Escaped(string text) =>
            text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
    }
}
