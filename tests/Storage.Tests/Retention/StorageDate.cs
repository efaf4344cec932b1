using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Antivirus.Storage.Tests.Retention;

/// <summary>Answers of storage whose clock is another: days pass there as a test wishes.</summary>
internal sealed class StorageDate(TimeProvider clock) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The app calls storage asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (!message.Response.IsError)
        {
            message.Response = new Dated(message.Response, clock.GetUtcNow().ToString("R"));
        }
    }

    private sealed class Dated(Response answer, string date) : Response
    {
        public override int Status => answer.Status;

        public override string ReasonPhrase => answer.ReasonPhrase;

        public override bool IsError => answer.IsError;

        public override Stream? ContentStream
        {
            get => answer.ContentStream;
            set => answer.ContentStream = value;
        }

        public override string ClientRequestId
        {
            get => answer.ClientRequestId;
            set => answer.ClientRequestId = value;
        }

        public override void Dispose() => answer.Dispose();

        protected override bool ContainsHeader(string name) => answer.Headers.Contains(name);

        protected override IEnumerable<HttpHeader> EnumerateHeaders() =>
            answer.Headers.Select(header => IsDate(header.Name) ? new HttpHeader(header.Name, date) : header);

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
        {
            value = IsDate(name) ? date : answer.Headers.TryGetValue(name, out var given) ? given : null;
            return value is not null;
        }

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values) =>
            answer.Headers.TryGetValues(name, out values);

        private static bool IsDate(string name) => name.Equals("Date", StringComparison.OrdinalIgnoreCase);
    }
}
