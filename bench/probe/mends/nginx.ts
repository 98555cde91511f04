import type { Mends } from './topic.ts'

const withoutGzip = `location /orders/ {
    # nginx's own gzip turns "v7" into W/"v7", which If-Match never accepts.
    gzip off;
    proxy_pass http://app;
}`

const cacheControl = `location /orders/ {
    expires off;
    proxy_hide_header Cache-Control;
    # On 200 and 304, not on errors. Drops what add_header says further out.
    add_header Cache-Control "private, no-cache";
    proxy_pass http://app;
}`

const vary = `location /orders/ {
    # gzip_vary reaches what may be compressed, add_header its 304 too.
    gzip_vary off;
    add_header Vary Accept-Encoding;
    proxy_pass http://app;
}`

/** For nginx as a reverse proxy, 1.7.5 or later. It makes no validators for what it proxies. */
export const nginxMends: Mends = {
  'strong-tag': withoutGzip,

  'precondition-required': `# In http { }, for an application that cannot refuse such writes itself.
map "$request_method:$http_if_match$http_if_none_match" $unguarded {
    default 0;
    "~^(PUT|PATCH|DELETE):$" 1;
}
# In server { }:
location /orders/ {
    if ($unguarded) {
        return 428;
    }
    proxy_pass http://app;
}`,

  vary,
  'not-modified-vary': vary,

  'cache-control': cacheControl,
  'not-modified-cache-control': cacheControl,
  compression: withoutGzip,
}
