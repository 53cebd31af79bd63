using System.Text.Json;

namespace Dapr.Workflow;

/// <summary>Values on their way: JSON as for the web, and nothing at all for null.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static string? Write(object? value) =>
        value is null ? null : JsonSerializer.Serialize(value, value.GetType(), Options);

    public static T Read<T>(string? json) =>
        string.IsNullOrEmpty(json) || typeof(T) == typeof(Nothing) ? default! : JsonSerializer.Deserialize<T>(json, Options)!;

    public static object? Read(string? json, Type type) =>
        string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize(json, type, Options);

    /// <summary>Whether an exception says that JSON isn't what was asked for; a type's own constructor may say it too.</summary>
    public static bool IsMismatch(Exception exception) => exception is not OutOfMemoryException;

    /// <summary>Says of what the JSON was.</summary>
    public static JsonException Mismatch(string what, Type type, Exception reason) =>
        new($"{what} could not be read as {type}: {reason.Message}", reason);
}
