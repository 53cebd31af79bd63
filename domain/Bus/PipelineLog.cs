using Microsoft.Extensions.Logging;

namespace Auctions.Bus;

/// <summary>Logs at the start of a process how its commands are handled.</summary>
public static partial class PipelineLog
{
    /// <summary>Logs the middlewares of a process that hands commands over.</summary>
    [LoggerMessage(EventId = 100, Level = LogLevel.Information, Message = "Commands pass through: {Pipeline}")]
    public static partial void LogPipeline(this ILogger logger, string pipeline);

    /// <summary>Logs the pipeline of every command, one a line.</summary>
    [LoggerMessage(EventId = 101, Level = LogLevel.Information, Message = "The pipeline of every command:\n{Pipelines}")]
    public static partial void LogPipelines(this ILogger logger, string pipelines);
}
